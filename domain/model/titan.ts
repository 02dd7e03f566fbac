import { amazonAbilities } from './amazon.ts'
import type { ModelCard, ModelSize } from './card.ts'

/** "1024" and "512" tiers of the size table; pairs exist in both orientations but the last two. */
export const titanSizes: readonly ModelSize[] = [
  ...square('1024', 1024),
  ...both('1024', 768, 1152),
  ...both('1024', 768, 1280),
  ...both('1024', 896, 1152),
  ...both('1024', 768, 1408),
  ...both('1024', 640, 1408),
  { widthPx: 1152, heightPx: 640, tier: '1024' },
  { widthPx: 1173, heightPx: 640, tier: '1024' },
  ...square('512', 768),
  ...square('512', 512),
  ...both('512', 384, 576),
  ...both('512', 384, 640),
  ...both('512', 448, 576),
  ...both('512', 384, 704),
  ...both('512', 320, 704),
]

const table = { kind: 'TABLE', sizes: titanSizes } as const

/**
 * Amazon Titan Image Generator G1 v2, from AWS's page "model-parameters-titan-image". A picture to
 * be edited is sent at a size of the table too: what comes back is then one that it makes.
 * It reached its end of life on 2026-06-30; accounts with extended access may still call it.
 */
export const titanImageGeneratorV2: ModelCard = {
  id: 'amazon.titan-image-generator-v2:0',
  name: 'Titan Image Generator v2',
  family: 'AMAZON',
  regions: ['us-east-1', 'us-west-2'],
  abilities: amazonAbilities({
    words: { min: 1, max: 512 },
    seed: { min: 0, max: 2_147_483_646, default: 42 },
    guidance: { min: 1.1, max: 10, default: 8 },
    sizes: table,
    editedSizes: table,
    shownSizes: {
      kind: 'RANGE',
      // Only the longer side has a documented limit; below the table's least side little is seen.
      sidePx: { min: 320, max: 1_408 },
      stepPx: 1,
      pixels: { min: 320 * 320, max: 1_408 * 1_408 },
      maxAspect: 1_408 / 320,
      tiers: [
        { tier: '512', maxPixels: 768 * 768 },
        { tier: '1024', maxPixels: 1_408 * 1_408 },
      ],
    },
    maxBytes: 5_000_000,
  }),
  prices: [
    { tier: '512', quality: 'STANDARD', perImage: 8_000 },
    { tier: '512', quality: 'PREMIUM', perImage: 10_000 },
    { tier: '1024', quality: 'STANDARD', perImage: 10_000 },
    { tier: '1024', quality: 'PREMIUM', perImage: 12_000 },
  ],
  priceSource: {
    from: 'Bedrock price list before the end of life; premium from third parties',
    seenOn: '2026-11-21',
  },
  requestsPerMinute: 60,
  lifecycle: { legacySince: '2025-12-30', endOfLife: '2026-06-30' },
}

function square(tier: string, sidePx: number): ModelSize[] {
  return [{ widthPx: sidePx, heightPx: sidePx, tier }]
}

function both(tier: string, shortPx: number, longPx: number): ModelSize[] {
  return [
    { widthPx: shortPx, heightPx: longPx, tier },
    { widthPx: longPx, heightPx: shortPx, tier },
  ]
}
