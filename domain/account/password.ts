/** The shortest password that an account may have, in characters. */
export const minPasswordLength = 12

/**
 * What the commonest passwords are made of, in lower case and without decoration (the heads of the
 * lists of leaked passwords that NCSC and NordPass publish).
 */
const commonWords: readonly string[] =
  `password passwort qwerty qwertz azerty qwertyuiop asdfghjkl zxcvbnm letmein welcome admin
  administrator iloveyou monkey dragon football baseball sunshine princess superman batman master
  shadow michael jordan trustno changeme secret login access hello freedom whatever starwars
  abc abcd abcdef abcdefgh test guest root default repaint`.split(/\s+/)

/** Letters that are written as others: `p@ssw0rd`. */
const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

/** Fewer different characters than this are a pattern, whatever its length. */
const minDistinct = 5

/**
 * Whether a password is one of the commonest, or one of them said twice or decorated with digits and
 * signs. Cognito checks length and kinds of characters; this it cannot, so forms do it.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < minDistinct || isRun(lower)) return true
  const stem = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const undisguised = Array.from(stem, (sign) => disguises[sign] ?? sign).join('')
  return [lower, undisguised].some((text) => isMadeOfCommon(text.replaceAll(/[^\p{L}]/gu, '')))
}

/** A common word, once or again and again. */
function isMadeOfCommon(letters: string): boolean {
  return letters !== '' && [...commonWords].some((word) => letters.replaceAll(word, '') === '')
}

/** Signs that each follow the one before, as in `123456789012` and `abcdefghijkl`. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (sign) => sign.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return steps.filter((step) => step === 1 || step === -9).length >= steps.length - 1
}
