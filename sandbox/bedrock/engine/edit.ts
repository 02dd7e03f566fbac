import { findPart } from './find.ts'
import { growCover, holeOf } from './grow.ts'
import type { Part, Prompt } from './job.ts'
import { fillLarge } from './large-fill.ts'
import type { Cover, Raster } from './raster.ts'
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

/** Makes a part of a picture new: of the prompt, or of its surroundings when that says nothing. */
export function editPart(job: {
  readonly picture: Raster
  readonly part: Part
  readonly seed: number
  readonly prompt?: Prompt
}): Raster {
  const { picture, prompt, seed } = job
  const cover = coverOf(picture, job.part, true)
  const hole = holeOf(cover)
  const filled = fillLarge(picture, hole, seed)
  const isErase = prompt === undefined || prompt.text.trim() === ''
  const made = isErase ? filled : paintIntoHole({ filled, hole, prompt, seed })
  return mixByCover(picture, made, cover)
}

/** @returns the first picture where nothing is covered, the second where all is */
export function mixByCover(kept: Raster, made: Raster, cover: Cover): Raster {
  const { width, height } = kept
  const data = Uint8Array.from(kept.data)
  for (let pixel = 0; pixel < cover.length; pixel++) {
    const share = cover[pixel]! / 255
    if (share === 0) continue
    for (let at = pixel * 3; at < pixel * 3 + 3; at++) {
      data[at] = Math.round(data[at]! + (made.data[at]! - data[at]!) * share)
    }
  }
  return { width, height, data }
}
