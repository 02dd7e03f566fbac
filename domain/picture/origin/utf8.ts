/** Texts of metadata are UTF-8 by today's standards; what is none is Latin-1, from before. */
export function decodeText(bytes: Uint8Array): string {
  try {
    const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`)
    return decodeURIComponent(escaped.join(''))
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }
}

/** Half of a pair of code units, which UTF-8 cannot say. */
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

export function encodeText(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replaceAll(loneSurrogates, '\uFFFD'))
  const bytes = [...escaped.matchAll(/%([\dA-F]{2})|(.)/g)]
  return Uint8Array.from(bytes, ([, hex, plain]) => {
    return hex === undefined ? (plain ?? '').charCodeAt(0) : Number.parseInt(hex, 16)
  })
}
