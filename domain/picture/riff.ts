import { latin1, littleEndian } from './byte-view.ts'

/** Where a WebP ends by its RIFF header: what follows is not the picture's (RFC 9649, 2.4). */
export function riffEnd(webp: Uint8Array): number {
  return Math.min(webp.length, 8 + littleEndian(webp, 4, 4))
}

/** Bits of the first byte of VP8X, which say that a chunk follows (RFC 9649, 2.7). */
const flags = { EXIF: 0x08, 'XMP ': 0x04, ICCP: 0x20 } as const

export type FlaggedChunk = keyof typeof flags

/** Makes a WebP's header true, in place, after chunks were cut out of the file. */
export function repairRiff(webp: Uint8Array, ...gone: readonly FlaggedChunk[]): void {
  new DataView(webp.buffer, webp.byteOffset).setUint32(4, webp.length - 8, true)
  if (latin1(webp, 12, 4) !== 'VP8X') return
  for (const chunk of gone) webp[20] = (webp[20] ?? 0) & ~flags[chunk]
}
