/** Reading numbers and names out of a file's bytes. What lies beyond the end reads as 0. */

/** @returns the unsigned number of `length` (1 to 4) bytes, most significant first */
export function bigEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let index = 0; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

/** @returns the unsigned number of `length` (1 to 4) bytes, least significant first */
export function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let index = length - 1; index >= 0; index -= 1)
    value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

/** @returns the bytes from `at` on as Latin-1, up to `length` (at most some thousands) of them */
export function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** Joins parts of files; a single part is returned as it is. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
