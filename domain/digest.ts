/** The part of WebCrypto that this file needs; browsers, Lambda and Node 20 all have it. */
type Digest = {
  subtle: { digest(name: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> }
}

/**
 * Digest of a parsed request: the same for the same request, whatever the order of its fields.
 * @returns 64 hexadecimal digits
 */
export async function digestOf(request: object): Promise<string> {
  const fields = Object.entries(request)
    .filter(([, value]) => value !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  const { crypto } = globalThis as unknown as { crypto: Digest }
  const text = encodeURIComponent(JSON.stringify(fields))
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
