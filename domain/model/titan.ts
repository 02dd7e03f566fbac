import type { ModelCard, ModelSize } from './card.ts'

/** "1024" and "512" tiers of the size table; pairs exist in both orientations but the last two. */
const sizes: readonly ModelSize[] = [
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

/**
 * Amazon Titan Image Generator G1 v2, from AWS's page "model-parameters-titan-image".
 * It reached its end of life on 2026-06-30; accounts with extended access may still call it.
 */
export const titanImageGeneratorV2: ModelCard = {
  id: 'amazon.titan-image-generator-v2:0',
  name: 'Titan Image Generator v2',
  family: 'TITAN',
  regions: ['us-east-1', 'us-west-2'],
  operations: ['TEXT_TO_IMAGE', 'INPAINT', 'ERASE'],
  promptLength: { min: 1, max: 512 },
  negativePromptLength: { min: 1, max: 512 },
  imagesPerRequest: { min: 1, max: 5 },
  seed: { min: 0, max: 2_147_483_646, default: 42 },
  guidance: { min: 1.1, max: 10, default: 8 },
  qualities: ['STANDARD', 'PREMIUM'],
  sizes,
  inputImage: { maxBytes: 5_000_000, maxSidePx: 1408 },
  maskEdits: { INPAINT: 'BLACK', ERASE: 'BLACK' },
  prices: [
    { tier: '512', quality: 'STANDARD', perImage: 8_000 },
    { tier: '512', quality: 'PREMIUM', perImage: 10_000 },
    { tier: '1024', quality: 'STANDARD', perImage: 10_000 },
    { tier: '1024', quality: 'PREMIUM', perImage: 12_000 },
  ],
  priceSource: 'aws.amazon.com/bedrock/pricing as last published before 2026-06-30',
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
