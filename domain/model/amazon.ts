import type { Ability, Parameter, Range, SizeRule } from './card.ts'
import type { Task } from './task.ts'

/** What Titan and Nova differ in, beside their sizes; the shape of their requests is the same. */
export type AmazonTraits = {
  readonly words: Range
  readonly guidance: Parameter
  readonly seed: Parameter
  readonly sizes: SizeRule
  /** The rule of pictures in which a part is painted anew. */
  readonly editedSizes: SizeRule
  /** The rule of pictures that only guide, or lose their background. */
  readonly shownSizes: SizeRule
  readonly maxBytes: number
  /** Names of styles for a picture from words, where there are any. */
  readonly stylePresets?: readonly string[]
}

/**
 * The tasks of Amazon's image models, from AWS's pages "model-parameters-titan-image" and "Nova
 * image generation". Search by words is their `maskPrompt`.
 */
export function amazonAbilities(traits: AmazonTraits): Partial<Record<Task, Ability>> {
  const { words, guidance, seed, sizes, stylePresets } = traits
  const drawn = {
    images: { perCall: 5, perJob: 5 },
    qualities: ['STANDARD', 'PREMIUM'],
    seed,
    guidance,
  } as const
  const { maxBytes } = traits
  const picture = { sizes: traits.shownSizes, maxBytes }
  const worded = { prompt: words, negativePrompt: words }
  const asked = { ...drawn, ...worded, sizes, result: 'AS_ASKED' } as const
  const edited = {
    ...drawn,
    picture: { sizes: traits.editedSizes, maxBytes },
    result: 'AS_SENT',
  } as const
  const extended = { ...edited, ...worded, maskEdits: 'WHITE' } as const
  const found = { ...edited, ...worded, search: words }
  const varied = {
    ...asked,
    prompt: { ...words, isOptional: true },
    picture,
    similarity: { min: 0.2, max: 1, default: 0.7 },
  }
  const colored = { ...asked, colors: { min: 1, max: 10 } }
  const guided = { ...asked, picture, strength: { min: 0, max: 1, default: 0.7 } }
  const named = stylePresets && { ...asked, stylePresets }
  return {
    TEXT_TO_IMAGE: named ?? asked,
    INPAINT: { ...edited, ...worded, maskEdits: 'BLACK' },
    ERASE: { ...edited, maskEdits: 'BLACK' },
    OUTPAINT: { ...extended, extendsBy: 'MASK' },
    PRECISE_OUTPAINT: extended,
    VARIATION: { ...varied, pictures: { min: 1, max: 1 } },
    BLEND: { ...varied, pictures: { min: 2, max: 5 } },
    REMOVE_BACKGROUND: {
      images: { perCall: 1, perJob: 1 },
      qualities: ['STANDARD'],
      picture,
      result: 'AS_SENT',
    },
    COLOR_GUIDED: colored,
    COLOR_GUIDED_BY_PICTURE: { ...colored, picture },
    STRUCTURE_EDGES: guided,
    STRUCTURE_REGIONS: guided,
    REPLACE: found,
    RECOLOR: {
      ...found,
      note: { key: 'recolorsByPainting' },
    },
    ...(named && { STYLE_PRESET: named }),
  }
}
