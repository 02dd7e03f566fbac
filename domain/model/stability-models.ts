import type { Ability, ModelCard } from './card.ts'
import {
  anySize,
  byRatio,
  colorsInWords,
  oneByOne,
  stabilityPicture,
  stabilitySeed,
  stabilityWords,
} from './stability-limits.ts'
import type { Task } from './task.ts'

/** The models of Stability AI that draw from words; each is called by its own id in one Region. */

const words = {
  ...oneByOne,
  prompt: stabilityWords,
  negativePrompt: stabilityWords,
  seed: stabilitySeed,
} as const

const drawn: Ability = { ...words, ...byRatio }

const colored: Ability = {
  ...drawn,
  ...colorsInWords,
  note: { key: 'colorsAsWords' },
}

/** The image-to-image mode is the variation: strength is how far the picture is left. */
const VARIATION: Ability = {
  ...words,
  picture: stabilityPicture,
  pictures: { min: 1, max: 1 },
  similarity: { min: 0.2, max: 1, default: 0.7 },
  result: 'AS_SENT',
}

/** AWS's page has its image-to-image mode, its model card does not; nobody is seen to have called it. */
export const stableImageUltra = generator('stability.stable-image-ultra-v1:1', {
  name: 'Stable Image Ultra',
  perImage: 140_000,
  requestsPerMinute: 10,
  more: { VARIATION },
})

export const stableImageCore = generator('stability.stable-image-core-v1:1', {
  name: 'Stable Image Core',
  perImage: 40_000,
  requestsPerMinute: 90,
})

export const stableDiffusion35Large = generator('stability.sd3-5-large-v1:0', {
  name: 'Stable Diffusion 3.5 Large',
  perImage: 80_000,
  requestsPerMinute: 15,
  more: { VARIATION },
})

function generator(
  id: string,
  about: {
    name: string
    perImage: number
    requestsPerMinute: number
    more?: Partial<Record<Task, Ability>>
  },
): ModelCard {
  return {
    id,
    name: about.name,
    family: 'STABILITY',
    regions: ['us-west-2'],
    abilities: { TEXT_TO_IMAGE: drawn, COLOR_GUIDED: colored, ...about.more },
    prices: [{ tier: anySize, quality: 'STANDARD', perImage: about.perImage }],
    priceSource: { from: 'third parties’ copies of the Bedrock price list', seenOn: '2026-11-21' },
    requestsPerMinute: about.requestsPerMinute,
    lifecycle: {},
  }
}
