/**
 * A UUID (version 8) of a text: two devices that make the same thing give it the same id. It is no secret
 * and guards nothing; four runs of FNV-1a, each with another start, spread well enough.
 */
export function derivedId(text: string): string {
  const words = [0x81_1c_9d_c5, 0x01_00_01_93, 0x5b_d1_e9_95, 0x27_d4_eb_2f].map((start) =>
    fnv(text, start),
  )
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

function fnv(text: string, start: number): number {
  let hash = start
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93)
    hash ^= hash >>> 13
  }
  return hash >>> 0
}
