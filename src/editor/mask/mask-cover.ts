import type { Raster } from './mask-pixels.ts'
import type { MaskCover } from './mask-protocol.ts'

const everything = 0xff_ff_ff_ff

/** How much a mask says. Pure; stops at the first pixels that decide it. */
export function coverOf({ pixels }: Pick<Raster, 'pixels'>): MaskCover {
  const words = new Uint32Array(pixels.buffer, 0, pixels.length >> 2)
  const first = words[0] ?? 0
  const isUniform = words.every((word) => word === first)
  const rest = [...pixels.subarray(words.length * 4)]
  if (isUniform && first === 0 && rest.every((value) => value === 0)) return 'NOTHING'
  if (isUniform && first === everything && rest.every((value) => value === 255)) return 'EVERYTHING'
  return 'SOME'
}
