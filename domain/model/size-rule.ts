import { AppError } from '../errors.ts'
import type { Size } from '../frame/space.ts'
import type { Message } from '../message/message.ts'
import type { ModelSize, Range, SizeRange, SizeRule } from './card.ts'

/**
 * The size with these sides, if the rule has it.
 * @returns `undefined` for a size that the model does not take or make
 */
export function sizeIn(rule: SizeRule, { width, height }: Size): ModelSize | undefined {
  if (rule.kind === 'TABLE') {
    return rule.sizes.find(({ widthPx, heightPx }) => widthPx === width && heightPx === height)
  }
  return isInRange(rule, { width, height })
    ? { widthPx: width, heightPx: height, tier: tierOf(rule, width * height) }
    : undefined
}

/** Ratios, and about which numbers of pixels, a rule without a table is offered in. */
const usualRatios = [1, 16 / 9, 9 / 16, 3 / 2, 2 / 3, 4 / 3, 3 / 4, 2, 1 / 2]
const usualPixels = [1_024 * 1_024, 512 * 512, 2_048 * 2_048]

/** Below it a model has too little to go by, above it an answer may pass InvokeModel's 25 MB. */
const usefulPixels = { min: 512 * 512, max: 2_048 * 2_048 }

/** What keeps a picture out of a model's rule that does not have its size. */
export function misfit(modelName: string, rule: SizeRule, { width, height }: Size): Message {
  const size = { modelName, widthPx: width, heightPx: height }
  if (rule.kind === 'TABLE') return { key: 'sizeNotTaken', ...size }
  const { sidePx, pixels, maxAspect } = rule
  if (width * height > pixels.max) {
    // Rounded apart, so that no picture seems to have just what is taken.
    const maxMegapixels = Math.floor(pixels.max / 1e5) / 10
    const megapixels = Math.ceil((width * height) / 1e5) / 10
    return { key: 'tooManyPixelsForModel', maxMegapixels, megapixels, ...size }
  }
  if (Math.max(width, height) > maxAspect * Math.min(width, height)) {
    return { key: 'tooLongForModel', maxAspect, ...size }
  }
  return { key: 'sidesNotTaken', minSidePx: sidePx.min, maxSidePx: sidePx.max, ...size }
}

/** Sizes to choose from in a form; the first is the one that is taken when none is chosen. */
export function sizesOffered(rule: SizeRule): readonly ModelSize[] {
  if (rule.kind === 'TABLE') return rule.sizes
  return sizesOf(rule, usualRatios, usualPixels)
}

/**
 * Sizes in which a part of a picture may be sent: the whole table, or of a range those that fit the
 * part: its own shape, the picture's and the usual ones, each at its own size if the model takes
 * it, and at usual ones.
 * @param job.part size in source pixels of what the model should see
 */
export function sizesFor(rule: SizeRule, job: { source: Size; part: Size }): readonly ModelSize[] {
  if (rule.kind === 'TABLE') return rule.sizes
  const { source, part } = job
  const ratios = [part.width / part.height, source.width / source.height, ...usualRatios]
  const own = part.width * part.height
  const held = clamp(clamp(own, usefulPixels), rule.pixels)
  return sizesOf(rule, ratios, [held, ...usualPixels])
}

/**
 * The size nearest to a shape, of about a megapixel where there is a choice.
 * @param aspect width / height
 */
export function sizeNear(rule: SizeRule, aspect: number): ModelSize {
  const sizes = rule.kind === 'TABLE' ? rule.sizes : sizesOf(rule, [aspect], usualPixels)
  const distance = ({ widthPx, heightPx }: ModelSize) =>
    Math.abs(Math.log2(widthPx / heightPx / aspect)) +
    0.01 * Math.abs(Math.log2((widthPx * heightPx) / (1_024 * 1_024)))
  const [first, ...rest] = sizes
  if (!first) throw new AppError('INTERNAL', 'A card has a rule without any size.')
  return rest.reduce((best, size) => (distance(size) < distance(best) ? size : best), first)
}

function sizesOf(
  rule: SizeRange,
  ratios: readonly number[],
  pixels: readonly number[],
): readonly ModelSize[] {
  const sizes = pixels.flatMap((area) => ratios.flatMap((ratio) => shaped(rule, ratio, area) ?? []))
  const byName = new Map(sizes.map((size) => [`${size.widthPx}×${size.heightPx}`, size]))
  return [...byName.values()]
}

/** About this shape and area, on the rule's grid; `undefined` where the rule has none like it. */
function shaped(rule: SizeRange, ratio: number, area: number): ModelSize | undefined {
  const aspect = Math.min(Math.max(ratio, 1 / rule.maxAspect), rule.maxAspect)
  const width = sideOn(rule, Math.sqrt(area * aspect))
  const height = sideOn(rule, Math.sqrt(area / aspect))
  // Rounding the shorter side down may have passed the longest shape.
  const longest = sideOn(rule, Math.min(width, height) * rule.maxAspect)
  return sizeIn(rule, { width: Math.min(width, longest), height: Math.min(height, longest) })
}

function sideOn({ sidePx, stepPx }: SizeRange, length: number): number {
  const least = Math.ceil(sidePx.min / stepPx) * stepPx
  return clamp(Math.floor(length / stepPx) * stepPx, { min: least, max: sidePx.max })
}

function clamp(value: number, { min, max }: Range): number {
  return Math.min(Math.max(value, min), max)
}

function isInRange(rule: SizeRange, { width, height }: Size): boolean {
  const { sidePx, stepPx, pixels, maxAspect } = rule
  const [shorter, longer] = width < height ? [width, height] : [height, width]
  const area = width * height
  return (
    shorter >= sidePx.min &&
    longer <= sidePx.max &&
    width % stepPx === 0 &&
    height % stepPx === 0 &&
    area >= pixels.min &&
    area <= pixels.max &&
    longer <= shorter * maxAspect
  )
}

function tierOf({ tiers }: SizeRange, pixels: number): string {
  const tier = tiers.find(({ maxPixels }) => pixels <= maxPixels)
  if (!tier) throw new AppError('INTERNAL', `No price tier has ${pixels} pixels.`)
  return tier.tier
}
