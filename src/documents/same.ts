/** Whether two pieces of plain data say the same. What is one object is not looked into. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [names, otherNames] = [namesOf(one), namesOf(other)]
  return (
    names.length === otherNames.length &&
    names.every((name) => name in other && isSame(fieldOf(one, name), fieldOf(other, name)))
  )
}

/** A text that is the same for the same data, whatever the order of its fields. */
export function canonical(data: unknown): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data) ?? 'undefined'
  if (Array.isArray(data)) return `[${data.map(canonical).join()}]`
  const fields = namesOf(data)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonical(fieldOf(data, name))}`)
  return `{${fields.join()}}`
}

/** What is undefined is left out, as it is when it is stored. */
function namesOf(data: object): string[] {
  return Object.keys(data).filter((name) => fieldOf(data, name) !== undefined)
}

function fieldOf(data: object, name: string): unknown {
  return (data as Record<string, unknown>)[name]
}
