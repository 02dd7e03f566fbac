import { latin1 } from '../picture/byte-view.ts'
import { pngChunks } from '../picture/file-parts.ts'

/**
 * A patch's file: a PNG of its pixels, as deep as the root and in its profile. An `oFFs` chunk says
 * where it lies, as in a mask; a private chunk before the pixels holds its weight, as a whole PNG of
 * 8 bits of grey. Programs that know neither see the edit.
 */

/** Ancillary, private, and not to be copied by those who change the pixels (PNG, 5.4). */
export const weightChunkType = 'wgHT'

/** The weight's PNG in the file of a patch; `undefined` when it is not one. */
export function weightFileIn(patch: Uint8Array): Uint8Array | undefined {
  if (latin1(patch, 1, 3) !== 'PNG') return undefined
  for (const { name, dataStart, dataEnd } of pngChunks(patch)) {
    if (name === weightChunkType) return patch.subarray(dataStart, dataEnd)
    if (name === 'IDAT') return undefined
  }
  return undefined
}
