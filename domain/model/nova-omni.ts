import type { Ability, ModelCard, ModelSize, SizeRange } from './card.ts'

/**
 * Amazon Nova 2 Omni, a preview that has no model card. Ids, sizes and limits are from AWS's own
 * samples (aws-samples/amazon-nova-samples, nova-omni). Unverified, and set here to be careful: its
 * Regions beyond those of the samples, its requests a minute, and what one image costs.
 */

const tier = 'ANY'

/** The sizes that the samples list; the model is told the ratio in words. */
const drawnSizes: readonly ModelSize[] = [
  size(2_048, 2_048, '1:1'),
  size(2_704, 1_520, '16:9'),
  size(1_520, 2_704, '9:16'),
  size(2_496, 1_664, '3:2'),
  size(1_664, 2_496, '2:3'),
  size(2_352, 1_760, '4:3'),
  size(1_760, 2_352, '3:4'),
  size(2_880, 1_440, '2:1'),
  size(1_440, 2_880, '1:2'),
]

const megapixel = 1_048_576

/** An edit comes back in the picture's ratio with up to a megapixel; no longer shape is listed. */
const editedSizes: SizeRange = {
  kind: 'RANGE',
  sidePx: { min: 256, max: 8_000 },
  stepPx: 16,
  pixels: { min: megapixel / 4, max: megapixel },
  maxAspect: 2,
  tiers: [{ tier, maxPixels: megapixel }],
}

/** What this product takes at most; the model reads a million tokens. */
const words = { min: 1, max: 10_000 }
const drawn = { images: { perCall: 1, perJob: 4 }, qualities: ['STANDARD'] } as const
/** Converse's own limit of an image, 3.75 MB. */
const picture = { sizes: editedSizes, maxBytes: 3_750_000 }
const edited = { ...drawn, picture, result: 'AS_SENT' } as const
const worded: Ability = { ...edited, prompt: words }
const masked = { maskEdits: 'WHITE', note: { key: 'masksByPasting' } } as const
const found: Ability = {
  ...worded,
  search: { min: 1, max: 2_000 },
  note: { key: 'findsByInstruction' },
}

export const novaOmni: ModelCard = {
  id: 'amazon.nova-2-omni-v1:0',
  name: 'Nova 2 Omni (preview)',
  family: 'CONVERSE',
  isPreview: true,
  // One sample names the first, another the second.
  regions: ['us-east-1', 'us-west-2'],
  profile: {
    id: 'us.amazon.nova-2-omni-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  abilities: {
    TEXT_TO_IMAGE: {
      ...drawn,
      prompt: words,
      sizes: { kind: 'TABLE', sizes: drawnSizes },
      result: 'AS_ASKED',
    },
    INPAINT: { ...worded, ...masked },
    ERASE: { ...edited, ...masked },
    REPLACE: found,
    RECOLOR: found,
    // A mask is held by this product, as for INPAINT. The model takes one picture.
    INSTRUCT: { ...worded, maskEdits: 'WHITE', pictures: { min: 1, max: 1 } },
  },
  // Its answers end at 10,000 tokens of $40 a million, and what it reads costs below a cent.
  prices: [{ tier, quality: 'STANDARD', perImage: 410_000 }],
  priceSource: {
    from: 'the most that an answer can cost, by a third party’s note',
    seenOn: '2026-09-25',
  },
  requestsPerMinute: 10,
  lifecycle: {},
}

function size(widthPx: number, heightPx: number, ratio: string): ModelSize {
  return { widthPx, heightPx, tier, ratio }
}
