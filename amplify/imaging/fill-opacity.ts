import { grow } from '#domain/frame/plan-crop.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { keepValue } from '#domain/mask/meaning.ts'
import type { SentPixels } from './colour-match.ts'
import { fillSmoothly } from './fill-smoothly.ts'
import type { FittedCrop } from './fit-crop.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'
import { resampleOpacity } from './resample.ts'

/** How far around a mask its surroundings are looked at, in model pixels. */
const ringPx = 24
/** Within so much of the ends, a pixel counts as opaque or clear. */
const nearlyPx = 8
/** If fewer pixels around it than this share are soft, the filled part has a clear edge too. */
const fewSoft = 0.1
/** Makes the middle of a smooth slope a clear edge. */
const contrast = 32

/**
 * How opaque a place is when what was there is gone: as its surroundings are. What has nothing
 * around it becomes nothing; an edge that leads through it goes on.
 * @returns one byte for each pixel of `fitted.model`, 255 = opaque; `undefined` when all around is
 */
export async function fillOpacity(
  original: OpenedOriginal,
  { fitted, sent }: { fitted: FittedCrop; sent: SentPixels },
): Promise<Uint8Array | undefined> {
  if (original.channels !== 4) return undefined
  const { source, model } = fitted
  const size = { width: model.width, height: model.height }
  const window = { ...source, channels: original.channels, pixels: cutOut(original, source) }
  const seen = await resampleOpacity(window, size)
  const mask = cutOut({ ...sent.size, channels: 1, pixels: sent.mask }, model)
  const around = valuesAround(seen, mask, size)
  if (around.every((value) => value === 255)) return undefined
  const values = Float32Array.from(seen)
  const known = mask.map((value) => (value === keepValue ? 1 : 0))
  fillSmoothly(values, known, size)
  const soft = around.filter((value) => value > nearlyPx && value < 255 - nearlyPx).length
  if (soft > around.length * fewSoft) return Uint8Array.from(values.map(Math.round))
  return Uint8Array.from(values.map((value, at) => (known[at] === 1 ? value : sharpened(value))))
}

/** What is kept in the surroundings of a mask. */
function valuesAround(seen: Uint8Array, mask: Uint8Array, size: Size): number[] {
  const bounds: Rect = grow(boundsOf(mask, size) ?? { x: 0, y: 0, ...size }, ringPx, size)
  const values: number[] = []
  for (let y = bounds.y; y < bounds.y + bounds.height; y++) {
    for (let x = bounds.x; x < bounds.x + bounds.width; x++) {
      const at = y * size.width + x
      if (mask[at] === keepValue) values.push(seen[at] ?? 0)
    }
  }
  return values
}

function sharpened(value: number): number {
  return Math.min(255, Math.max(0, Math.round((value - 127.5) * contrast + 127.5)))
}
