import type { Part, Prompt } from '../engine-job.ts'
import { fillLarge } from '../fill/fill-large.ts'
import { wholePart } from '../find/find-whole.ts'
import { growCover, holeOf } from '../raster/grow-cover.ts'
import { mixByCover } from '../raster/mix-by-cover.ts'
import type { Hole, Raster } from '../raster/raster.ts'
import { paintIntoHole } from '../scene/paint-into-hole.ts'
import { surround } from './extend.ts'

/**
 * Makes a part of a picture new: of the prompt, or of its surroundings when that says nothing. When
 * all around something is to be new, what the prompt asks for comes behind that.
 */
export function editPart(job: {
  readonly picture: Raster
  readonly part: Part
  readonly seed: number
  readonly prompt?: Prompt
}): Raster {
  const { picture, part, prompt, seed } = job
  const cover =
    'cover' in part
      ? growCover(picture, part.cover, part.growPx)
      : wholePart(picture, part.words, part.growPx)
  const hole = holeOf(cover)
  return mixByCover(picture, made({ picture, hole, seed, prompt }), cover)
}

function made(job: {
  readonly picture: Raster
  readonly hole: Hole
  readonly seed: number
  readonly prompt: Prompt | undefined
}): Raster {
  const { picture, hole, prompt, seed } = job
  if (prompt === undefined || prompt.text.trim() === '') return fillLarge(picture, hole, { seed })
  if (isAllAround(picture, hole)) return surround({ ...job, prompt, isPrecise: true })
  return paintIntoHole({ filled: fillLarge(picture, hole, { seed }), hole, prompt, seed })
}

/** Whether the hole has all of the picture's rim, and something is left within. */
function isAllAround({ width, height }: Raster, hole: Hole): boolean {
  const isHoleAlong = (start: number, step: number, count: number): boolean => {
    for (let at = 0; at < count; at++) if (hole[start + at * step] === 0) return false
    return true
  }
  return (
    isHoleAlong(0, 1, width) &&
    isHoleAlong(width * (height - 1), 1, width) &&
    isHoleAlong(0, width, height) &&
    isHoleAlong(width - 1, width, height) &&
    hole.includes(0)
  )
}
