import type { Rect } from '#domain/frame/space.ts'
import { lastStart, type Stroke } from '../document/stroke.ts'
import { emptyRaster, type Raster } from './mask-pixels.ts'
import { drawStroke } from './raster.ts'
import { packRuns, type RunLengths, sizeOfRuns, unpackRuns } from './run-lengths.ts'

/** Strokes drawn one by one get a keyframe this often: undo then draws at most one stroke again. */
const strokesBetweenKeyframes = 2
/** While many strokes are drawn at once (a document is opened), fewer keyframes are worth it. */
const bulkStrokesBetweenKeyframes = 32
/** All keyframes together; when there are more, every second of the older ones goes. */
const maxKeyframeBytes = 32 * 1024 * 1024

type Keyframe = { readonly strokeCount: number; readonly runs: RunLengths }

/** Keeps the pixels of a growing and shrinking list of strokes. */
export interface MaskEngine {
  /** The mask after all strokes. Changed in place by `sync`. */
  raster(): Raster
  /** Keeps the first `keep` strokes of those drawn so far, then adds others. */
  sync(keep: number, added: readonly Stroke[]): void
}

/** A mask of this canvas without strokes. Memory: one byte a pixel, and up to 32 MB of keyframes. */
export function createMaskEngine(canvas: Rect): MaskEngine {
  const raster = emptyRaster(canvas)
  let strokes: readonly Stroke[] = []
  let keyframes: readonly Keyframe[] = []

  const goBack = (keep: number): void => {
    keyframes = keyframes.filter(({ strokeCount }) => strokeCount <= keep)
    strokes = strokes.slice(0, keep)
    const keyframe = keyframes.at(-1)
    const cleared = Math.max(0, lastStart(strokes))
    let from = cleared
    if (keyframe && keyframe.strokeCount >= cleared) {
      unpackRuns(keyframe.runs, raster.pixels)
      from = keyframe.strokeCount
    } else {
      raster.pixels.fill(0)
    }
    for (const stroke of strokes.slice(from)) drawStroke(raster, stroke)
  }

  return {
    raster: () => raster,
    sync(keep, added) {
      if (keep < strokes.length) goBack(keep)
      const interval =
        added.length > bulkStrokesBetweenKeyframes
          ? bulkStrokesBetweenKeyframes
          : strokesBetweenKeyframes
      const drawn = strokes.length
      strokes = [...strokes, ...added]
      added.forEach((stroke, index) => {
        drawStroke(raster, stroke)
        const strokeCount = drawn + index + 1
        if (strokeCount - (keyframes.at(-1)?.strokeCount ?? 0) < interval) return
        keyframes = thinned([...keyframes, { strokeCount, runs: packRuns(raster.pixels) }])
      })
    },
  }
}

function thinned(keyframes: readonly Keyframe[]): readonly Keyframe[] {
  const bytes = keyframes.reduce((sum, { runs }) => sum + sizeOfRuns(runs), 0)
  if (bytes <= maxKeyframeBytes || keyframes.length < 4) return keyframes
  const half = keyframes.length >> 1
  return keyframes.filter((_, index) => index >= half || index % 2 === 0)
}
