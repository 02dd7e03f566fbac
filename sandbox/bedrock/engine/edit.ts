import { surround } from './extend.ts'
import { findPart } from './find.ts'
import { growCover, holeOf } from './grow.ts'
import type { Part, Prompt } from './job.ts'
import { fillLarge } from './large-fill.ts'
import { mixByCover } from './mix-by-cover.ts'
import type { Cover, Hole, Raster } from './raster.ts'
import { paintIntoHole } from './replace.ts'

/** What words find less surely than this is left alone. */
const faint = 40
/** Of a picture's shorter side: what is found is widened by it, since its rim is never quite found. */
const rimShare = 1 / 128

/**
 * @param isWhole whether nothing of what words find may be left over
 * @returns how far each pixel may change: the part given, or what its words find, widened
 */
export function coverOf(picture: Raster, part: Part, isWhole: boolean): Cover {
  if ('cover' in part) return growCover(picture, part.cover, part.growPx)
  const { data } = findPart(picture, part.words)
  const found = new Uint8Array(data.length / 3)
  for (let pixel = 0; pixel < found.length; pixel++) {
    const share = data[pixel * 3]!
    found[pixel] = share < faint ? 0 : share
  }
  const rimPx = Math.round(Math.min(picture.width, picture.height) * rimShare)
  return growCover(picture, found, part.growPx + (isWhole ? rimPx : 0))
}

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
  const { picture, prompt, seed } = job
  const cover = coverOf(picture, job.part, true)
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
