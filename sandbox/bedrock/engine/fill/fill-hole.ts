import { type Random, seededRandom } from '../../../random.ts'
import { clamp, type Hole, type Raster } from '../raster/raster.ts'
import { fillWithBorderMean } from './fill-with-border-mean.ts'
import { guessHole } from './first-guess.ts'
import { keepGradients } from './keep-gradients.ts'
import { createLevel, halveLevel, type Level, patchRadius } from './level.ts'
import { energyOf, improveMatches, type Search } from './match-patches.ts'
import { restoreContrast } from './restore-contrast.ts'
import { withTexture } from './texture.ts'
import { voteHole } from './vote.ts'

/** A level needs this many whole known patches, or the one above it is the coarsest. */
const minSources = 40
const guesses = 4
/** So many more take what lies beside a place, rather than above or below. */
const rowGuesses = 2
/** By how much of itself a source then counts as less alike, for each row of the finest level. */
const rowPull = 0.05
/**
 * Such a guess wins although its patches agree a little less: on the bench's scenes by no more than
 * this where rows go on, as those of waves and bricks do, and by far more where they do not.
 */
const rowPreference = 1.2

/** The last votes lean to the best patch: the mean of many is a blur. */
const finalSharpness = 4

export type FillOptions = {
  readonly seed: number
  /** 1 where nothing is to be taken from, unless nothing else is left. */
  readonly barred?: Hole
  /** How many times as far a source is for lying higher or lower, not beside: 2 unless given. */
  readonly upright?: number
}

/** Ground, horizon and sky go on sideways; the mean of the bench's scenes is best at 2. */
const usuallyUpright = 2

/**
 * Content-aware fill: makes the hole new from patches of the rest of the picture, coarse to fine
 * (Wexler et al. 2007, Barnes et al. 2009, Newson et al. 2014), joined by their gradients; then their contrast is restored.
 * Deterministic for a seed.
 * @returns a new picture; pixels outside the hole are those of `picture`, byte for byte. With no
 *   whole patch known there is nothing to copy, and the hole gets the mean of its border.
 */
export function fillHole(picture: Raster, hole: Hole, options: FillOptions): Raster {
  return fillAndTell(picture, hole, options).filled
}

/** The same, and the finest level with what each pixel was taken from; none with nothing to copy. */
export function fillAndTell(
  picture: Raster,
  hole: Hole,
  { seed, barred, upright = usuallyUpright }: FillOptions,
): { readonly filled: Raster; readonly level: Level | undefined } {
  const random = seededRandom(seed)
  const levels = buildPyramid(picture, hole, barred ?? new Uint8Array(hole.length))
  const coarsest = levels[levels.length - 1]!
  if (coarsest.sources.length === 0) {
    if (barred !== undefined) return fillAndTell(picture, hole, { seed, upright })
    return { filled: fillWithBorderMean(picture, hole), level: undefined }
  }
  const { isInRows } = composeCoarsest(coarsest, { index: levels.length - 1, upright }, random)
  for (let index = levels.length - 2; index >= 0; index--) {
    const level = levels[index]!
    inheritMatches(level, levels[index + 1]!, random)
    voteHole(level, 1)
    refine(level, effortAt(index, isInRows), random)
  }
  const level = levels[0]!
  const filled = patchPicture(picture, level)
  keepGradients(filled, level)
  restoreContrast(filled, level)
  return { filled, level }
}

/**
 * Several first guesses, each refined; the one whose patches agree best goes on.
 * @returns whether that is one that goes on sideways
 */
function composeCoarsest(
  level: Level,
  { index, upright }: { readonly index: number; readonly upright: number },
  random: Random,
): { readonly isInRows: boolean } {
  const before = Uint8Array.from(level.image)
  let best = { energy: Infinity, image: before, match: level.match, isInRows: false }
  for (let guess = 0; guess < guesses + rowGuesses; guess++) {
    level.image.set(before)
    level.match.fill(-1)
    const isInRows = guess >= guesses
    guessHole(level, upright, random)
    refine(level, effortAt(index, isInRows), random)
    const energy = energyOf(level) / (isInRows ? rowPreference : 1)
    if (energy >= best.energy) continue
    const [image, match] = [Uint8Array.from(level.image), Int32Array.from(level.match)]
    best = { energy, image, match, isInRows }
  }
  level.image.set(best.image)
  level.match.set(best.match)
  return best
}

function buildPyramid(picture: Raster, hole: Hole, barred: Hole): Level[] {
  const levels = [createLevel(picture, withTexture(picture, hole), { hole, barred })]
  for (;;) {
    const finest = levels[levels.length - 1]!
    let deepest = 0
    for (const depth of finest.depth) if (depth > deepest) deepest = depth
    if (deepest <= patchRadius * 2 || levels.length >= 8) return levels
    const next = halveLevel(finest)
    if (next.sources.length < minSources) return levels
    levels.push(next)
  }
}

/** Each target starts where the coarser level found its like. */
function inheritMatches(level: Level, coarser: Level, random: Random): void {
  const { width, match, targets, sources, isSource } = level
  const right = coarser.width - 1 - patchRadius
  const bottom = coarser.height - 1 - patchRadius
  for (const target of targets) {
    const x = target % width
    const y = (target / width) | 0
    // Along the rim of the picture the coarser level has no patch: the next one moved on has.
    const u = clamp(x >> 1, patchRadius, right)
    const v = clamp(y >> 1, patchRadius, bottom)
    const matched = coarser.match[v * coarser.width + u]!
    const column = (matched % coarser.width) * 2 + x - u * 2
    const row = ((matched / coarser.width) | 0) * 2 + y - v * 2
    const isInside = matched >= 0 && column >= 0 && row >= 0 && column < width
    const source = row * width + column
    match[target] =
      isInside && isSource[source] === 1 ? source : sources[(random() * sources.length) | 0]!
  }
}

/** Rounds of search and vote; the coarse levels decide what goes where, and cost little. */
function refine(level: Level, effort: Effort, random: Random): void {
  for (let round = 0; round < effort.rounds; round++) {
    improveMatches(level, effort, random)
    voteHole(level, effort.sharpness)
  }
}

type Effort = Search & { readonly rounds: number; readonly sharpness: number }

/** @param index of the level, 0 = the finest */
function effortAt(index: number, isInRows: boolean): Effort {
  const same = { sharpness: 1, rowPull: isInRows ? rowPull * 2 ** index : 0 }
  if (index === 0) return { ...same, sharpness: finalSharpness, rounds: 2, passes: 2, reach: 4 }
  if (index === 1) return { ...same, rounds: 3, passes: 3, reach: 32 }
  return { ...same, rounds: 8, passes: 4, reach: 96 }
}

/** The picture with its hole taken from the finest level; everything else stays byte for byte. */
function patchPicture(picture: Raster, { image, hole }: Level): Raster {
  const data = Uint8Array.from(picture.data)
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    data[pixel * 3] = image[pixel * 4]!
    data[pixel * 3 + 1] = image[pixel * 4 + 1]!
    data[pixel * 3 + 2] = image[pixel * 4 + 2]!
  }
  return { width: picture.width, height: picture.height, data }
}
