/**
 * Whether `text` matches a policy pattern: `*` is any run of characters, `?` any one.
 * Linear in practice: on a mismatch only the last `*` is tried again.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, star, resume] = [0, -1, 0]
  let position = 0
  while (position < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at
      at += 1
      resume = position
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at += 1
      position += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      position = resume
    } else {
      return false
    }
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/**
 * Replaces policy variables such as `${aws:PrincipalTag/sub}` by the request's values. A variable
 * without a value becomes a text that matches nothing, as AWS does, never an empty string.
 */
export function substitute(
  text: string,
  context: Readonly<Record<string, string | readonly string[]>>,
): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name === '*' || name === '?' || name === '$') return name
    const key = Object.keys(context).find((each) => each.toLowerCase() === name.toLowerCase())
    const value = key === undefined ? undefined : context[key]
    // A value is data: its own wildcards must not widen the pattern.
    return typeof value === 'string' && !/[*?]/.test(value) ? value : '\u0000undefined\u0000'
  })
}
