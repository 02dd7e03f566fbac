import { clamp } from '../raster/raster.ts'
import { type Level, patchRadius } from './level.ts'

type Matched = Pick<Level, 'width' | 'height' | 'match'>

/** @returns the centre of the patch that covers a pixel: itself, but along the rim of the picture */
export function patchOver({ width, height }: Matched, pixel: number): number {
  const x = clamp(pixel % width, patchRadius, width - 1 - patchRadius)
  const y = clamp((pixel / width) | 0, patchRadius, height - 1 - patchRadius)
  return y * width + x
}

/** @returns the pixel that one of the hole was taken from; negative when there is none */
export function sourceOf(level: Matched, pixel: number): number {
  const centre = patchOver(level, pixel)
  const source = level.match[centre]!
  return source < 0 ? source : source + pixel - centre
}
