import * as z from 'zod'
import type { Ability, ModelCard, SizeRule } from './card.ts'
import { maskDialects } from './mask-dialect.ts'
import type { Task } from './task.ts'

const side = z.int().min(16).max(16_384)

/** A size as the protocol writes it, e.g. `1536x1024`. */
const sizeText = z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, 'Write a size as 1024x1024.')

/** Any size on a grid, e.g. sides that are multiples of 16 with up to 1.5 million pixels. */
const gridSchema = z.strictObject({
  stepPx: z.int().min(1).max(256).default(16),
  minPixels: z.int().min(1).default(262_144),
  maxPixels: z.int().max(16_777_216).default(1_572_864),
  maxSidePx: side.default(3_840),
  maxAspect: z.number().min(1).max(10).default(3),
})

/** A model that a deployment added, as all that plan, price and show it know it. */
export const ownModelSchema = z.strictObject({
  /** What its endpoint calls it, e.g. `black-forest-labs/FLUX.2-klein-4B`. */
  model: z.string().regex(/^[\w./:@+-]{1,120}$/, 'Use letters, digits and . / : @ + - _'),
  /** What people see; left out, the model's own name. */
  name: z.string().min(1).max(60).optional(),
  /** Whether the endpoint edits pictures with it, or only draws new ones. */
  edits: z.boolean().default(true),
  mask: z.enum(maskDialects).default('NONE'),
  /** Pictures that an instruction may name beside the one that is changed. */
  references: z.int().min(0).max(15).default(0),
  /** Sizes that it takes and makes: a list, or any on a grid. */
  sizes: z.union([z.array(sizeText).min(1).max(20), gridSchema]).default(gridSchema.parse({})),
  /** What one image costs, in micro-dollars; 0 for one's own machine. */
  priceMicros: z.int().min(0).max(100_000_000),
  requestsPerMinute: z.int().min(1).max(10_000).default(10),
})

/** The same with the name of its endpoint. */
export const offeredModelSchema = ownModelSchema.extend({ endpoint: z.string() })
export type OfferedModel = z.infer<typeof offeredModelSchema>

/** Of an encoded picture: half of what the strictest endpoint takes, since a mask goes along. */
const maxPictureBytes = 20_000_000

/** The longest words of a request here; endpoints take 32,000. */
const words = { min: 1, max: 10_000 }

/** The card of a model that a deployment added. */
export function cardOfOwn(own: OfferedModel): ModelCard {
  const { endpoint, model, mask } = own
  return {
    id: `${endpoint}:${model}`,
    name: own.name ?? model.slice(model.lastIndexOf('/') + 1),
    family: 'OPENAI_IMAGES',
    endpoint: { name: endpoint, model, mask },
    regions: [],
    abilities: abilitiesOf(own),
    prices: [{ tier: anyTier, quality: 'STANDARD', perImage: own.priceMicros }],
    priceSource: { from: 'The settings of this deployment', seenOn: '' },
    requestsPerMinute: own.requestsPerMinute,
    lifecycle: {},
  }
}

const anyTier = 'any'

function abilitiesOf(own: OfferedModel): Partial<Record<Task, Ability>> {
  const sizes = sizesOf(own)
  const drawn = { images: { perCall: 1, perJob: 4 }, qualities: ['STANDARD'] } as const
  const picture = { sizes, maxBytes: maxPictureBytes }
  const edited = { ...drawn, picture, result: 'AS_SENT', maskEdits: 'WHITE' } as const
  const worded = { ...edited, prompt: words }
  // Its answer is a whole picture, of which what it changed is taken.
  const found = { ...worded, search: { min: 1, max: 2_000 } }
  const masked = own.mask === 'NONE' ? ({ note: { key: 'masksByPasting' } } as const) : {}
  return {
    TEXT_TO_IMAGE: { ...drawn, prompt: words, sizes, result: 'AS_ASKED' },
    ...(own.edits && {
      INPAINT: { ...worded, ...masked },
      ERASE: { ...edited, ...masked },
      OUTPAINT: { ...worded, ...masked, extendsBy: 'MASK' },
      REPLACE: { ...found, note: { key: 'findsByInstruction' } },
      RECOLOR: { ...found, note: { key: 'findsByInstruction' } },
      INSTRUCT: { ...worded, pictures: { min: 1, max: 1 + own.references } },
    }),
  }
}

function sizesOf({ sizes }: OfferedModel): SizeRule {
  if (Array.isArray(sizes)) {
    const listed = sizes.map((text) => {
      const [widthPx = 0, heightPx = 0] = text.split('x').map(Number)
      return { widthPx, heightPx, tier: anyTier }
    })
    return { kind: 'TABLE', sizes: listed }
  }
  const { stepPx, minPixels, maxPixels, maxSidePx, maxAspect } = sizes
  const shortest = Math.ceil(Math.sqrt(minPixels / maxAspect))
  return {
    kind: 'RANGE',
    sidePx: { min: shortest, max: maxSidePx },
    stepPx,
    pixels: { min: minPixels, max: maxPixels },
    maxAspect,
    tiers: [{ tier: anyTier, maxPixels }],
  }
}
