import type { Ability, ModelCard } from './card.ts'
import {
  anySize,
  byRatio,
  colorsInWords,
  oneByOne,
  stabilityPicture,
  stabilitySeed,
  stabilityWords,
  stylePresets,
  upscaled,
} from './stability-limits.ts'
import type { Task } from './task.ts'

/** Stability AI's image services: one model a task, each called through the `us.` profile. */

const profileRegions = ['us-east-1', 'us-east-2', 'us-west-2']

const seeded = { ...oneByOne, seed: stabilitySeed } as const
const onPicture = { ...seeded, picture: stabilityPicture, result: 'AS_SENT' } as const
const worded = { prompt: stabilityWords, negativePrompt: stabilityWords } as const
const styled = { ...worded, stylePresets } as const
const optional = { ...stabilityWords, isOptional: true }
const found: Ability = { ...onPicture, ...styled, search: stabilityWords }
const controlled: Ability = {
  ...onPicture,
  ...styled,
  strength: { min: 0, max: 1, default: 0.7 },
}
/** Nothing is drawn by chance, so a second image would be the first one. */
const once = {
  images: { perCall: 1, perJob: 1 },
  qualities: ['STANDARD'],
  picture: stabilityPicture,
  result: 'AS_SENT',
} as const
const guided: Ability = { ...seeded, ...styled, ...byRatio, picture: stabilityPicture }

const megapixel = 1_048_576

export const stabilityServices: readonly ModelCard[] = [
  service(['stable-image-inpaint', 'Inpaint'], {
    INPAINT: { ...onPicture, ...styled, maskEdits: 'WHITE' },
    PRECISE_OUTPAINT: {
      ...onPicture,
      ...styled,
      maskEdits: 'WHITE',
      note: { key: 'surroundingsByPainting' },
    },
  }),
  service(['stable-image-erase-object', 'Erase Object'], {
    ERASE: { ...onPicture, maskEdits: 'WHITE' },
  }),
  service(
    ['stable-outpaint', 'Outpaint'],
    {
      OUTPAINT: {
        ...seeded,
        prompt: optional,
        stylePresets,
        picture: stabilityPicture,
        creativity: { min: 0.1, max: 1, default: 0.5 },
        extendsBy: 'FRAME',
        framePx: { min: 0, max: 2_000 },
        result: 'WITH_FRAME',
      },
    },
    { perImage: 60_000, requestsPerMinute: 4 },
  ),
  service(['stable-image-search-replace', 'Search and Replace'], { REPLACE: found }),
  service(['stable-image-search-recolor', 'Search and Recolor'], { RECOLOR: found }),
  service(['stable-image-remove-background', 'Remove Background'], { REMOVE_BACKGROUND: once }),
  service(['stable-image-control-sketch', 'Control Sketch'], { STRUCTURE_EDGES: controlled }),
  service(['stable-image-control-structure', 'Control Structure'], {
    STRUCTURE_REGIONS: controlled,
    STYLE_PRESET_TRANSFER: {
      ...controlled,
      note: { key: 'keepsShapes' },
    },
  }),
  service(['stable-image-style-guide', 'Style Guide'], {
    STYLE_GUIDE: { ...guided, strength: { min: 0, max: 1, default: 0.5 } },
    COLOR_GUIDED_BY_PICTURE: {
      ...guided,
      ...colorsInWords,
      note: { key: 'colorsAsWordsWithStyle' },
    },
  }),
  service(
    ['stable-style-transfer', 'Style Transfer'],
    {
      STYLE_TRANSFER: {
        ...onPicture,
        ...worded,
        prompt: optional,
        strength: { min: 0, max: 1, default: 1 },
        similarity: { min: 0, max: 1, default: 0.9 },
        creativity: { min: 0.1, max: 1, default: 0.9 },
      },
    },
    { perImage: 80_000 },
  ),
  service(
    ['stable-fast-upscale', 'Fast Upscale'],
    {
      UPSCALE_FAST: {
        ...once,
        ...upscaled({
          sidePx: { min: 32, max: 1_536 },
          pixels: { min: 1_024, max: megapixel },
          // Only its sides are limited.
          maxAspect: 1_536 / 32,
        }),
        result: 'FOUR_TIMES',
      },
    },
    { perImage: 30_000 },
  ),
  service(
    ['stable-conservative-upscale', 'Conservative Upscale'],
    {
      UPSCALE_CONSERVATIVE: {
        ...seeded,
        ...worded,
        // AWS's table says 9 megapixels and its text one: the smaller is safe with both.
        ...upscaled({ pixels: { min: 64 * 64, max: megapixel } }),
        creativity: { min: 0.1, max: 0.5, default: 0.35 },
        result: 'ENLARGED',
      },
    },
    { perImage: 400_000, requestsPerMinute: 4 },
  ),
  service(
    ['stable-creative-upscale', 'Creative Upscale'],
    {
      UPSCALE_CREATIVE: {
        ...seeded,
        ...styled,
        ...upscaled({ pixels: { min: 4_096, max: megapixel } }),
        creativity: { min: 0.1, max: 0.5, default: 0.3 },
        result: 'ENLARGED',
      },
    },
    { perImage: 600_000, requestsPerMinute: 4 },
  ),
]

function service(
  [shortId, name]: readonly [id: string, name: string],
  abilities: Partial<Record<Task, Ability>>,
  { perImage = 70_000, requestsPerMinute = 20 } = {},
): ModelCard {
  const id = `stability.${shortId}-v1:0`
  return {
    id,
    name: `Stability ${name}`,
    family: 'STABILITY',
    regions: profileRegions,
    profile: { id: `us.${id}`, regions: profileRegions },
    abilities,
    prices: [{ tier: anySize, quality: 'STANDARD', perImage }],
    priceSource: { from: 'third parties’ copies of the Bedrock price list', seenOn: '2026-11-21' },
    requestsPerMinute,
    lifecycle: {},
  }
}
