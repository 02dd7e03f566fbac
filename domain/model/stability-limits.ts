import type { Ability, ModelSize, Parameter, PictureRule, SizeRange, WordRule } from './card.ts'

/** What the services of Stability AI share, from AWS's page "stable-image-services". */

/** One price an image, whatever its size. */
export const anySize = 'ANY'

/** 0 lets the service draw one; its answer says which. */
export const stabilitySeed: Parameter = { min: 0, max: 4_294_967_294, default: 0 }

export const stabilityWords: WordRule = { min: 1, max: 10_000 }

const maxColors = 10
/** `. Colour palette: #rrggbb, #rrggbb.`, which comes after the words where there is no field. */
const maxPalette =
  '. Colour palette: .'.length + maxColors * '#rrggbb'.length + (maxColors - 1) * ', '.length

/** Colours that are put into the words, and what that leaves for them. */
export const colorsInWords = {
  colors: { min: 1, max: maxColors },
  prompt: { ...stabilityWords, max: stabilityWords.max - maxPalette },
} as const

/** A call makes one image. */
export const oneByOne = {
  images: { perCall: 1, perJob: 5 },
  qualities: ['STANDARD'],
} as const

/** Nothing is documented but the limit of the whole body (`picture-bytes.ts`). */
const maxBytes = 18_000_000

const pictureRange: SizeRange = {
  kind: 'RANGE',
  sidePx: { min: 64, max: 9_437_184 / 64 },
  stepPx: 1,
  pixels: { min: 64 * 64, max: 9_437_184 },
  maxAspect: 2.5,
  tiers: [{ tier: anySize, maxPixels: 9_437_184 }],
}

export const stabilityPicture: PictureRule = { sizes: pictureRange, maxBytes }

/**
 * What is special about enlarging: the picture goes out as it is, and what comes back, up to 16
 * megapixels, would as a PNG pass the 25,000,000 bytes of an answer.
 */
export function upscaled(
  limits: Partial<Pick<SizeRange, 'sidePx' | 'pixels' | 'maxAspect'>>,
): Pick<Ability, 'picture' | 'format'> {
  const sizes = { ...pictureRange, ...limits }
  return { picture: { sizes, maxBytes, isUnscaled: true }, format: 'jpeg' }
}

/** About these sizes come back, a megapixel each; sides are documented as 640 to 1536. */
const ratioSizes: readonly ModelSize[] = [
  { widthPx: 1024, heightPx: 1024, tier: anySize, ratio: '1:1' },
  { widthPx: 1344, heightPx: 768, tier: anySize, ratio: '16:9' },
  { widthPx: 768, heightPx: 1344, tier: anySize, ratio: '9:16' },
  { widthPx: 1216, heightPx: 832, tier: anySize, ratio: '3:2' },
  { widthPx: 832, heightPx: 1216, tier: anySize, ratio: '2:3' },
  { widthPx: 1088, heightPx: 896, tier: anySize, ratio: '5:4' },
  { widthPx: 896, heightPx: 1088, tier: anySize, ratio: '4:5' },
  { widthPx: 1536, heightPx: 640, tier: anySize, ratio: '21:9' },
  { widthPx: 640, heightPx: 1536, tier: anySize, ratio: '9:21' },
]

/** Sizes are asked for as a ratio. */
export const byRatio = {
  sizes: { kind: 'TABLE', sizes: ratioSizes },
  result: 'AS_ASKED',
} as const

export const stylePresets = [
  '3d-model',
  'analog-film',
  'anime',
  'cinematic',
  'comic-book',
  'digital-art',
  'enhance',
  'fantasy-art',
  'isometric',
  'line-art',
  'low-poly',
  'modeling-compound',
  'neon-punk',
  'origami',
  'photographic',
  'pixel-art',
  'tile-texture',
] as const
