import { amazonAbilities } from './amazon.ts'
import type { ModelCard, SizeRange } from './card.ts'

/** Nova Canvas makes and takes any size within these; its prices go by up to 1024² and 2048². */
const novaSizes: SizeRange = {
  kind: 'RANGE',
  sidePx: { min: 320, max: 4_096 },
  stepPx: 16,
  pixels: { min: 320 * 320, max: 4_194_304 - 1 },
  maxAspect: 4,
  tiers: [
    { tier: '1024', maxPixels: 1_024 * 1_024 },
    { tier: '2048', maxPixels: 2_048 * 2_048 },
  ],
}

/**
 * Amazon Nova Canvas, from AWS's pages "Generating images with Amazon Nova". It reached its end of
 * life on 2026-09-30; accounts with extended access may still call it.
 */
export const novaCanvas: ModelCard = {
  id: 'amazon.nova-canvas-v1:0',
  name: 'Nova Canvas',
  family: 'AMAZON',
  regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
  abilities: amazonAbilities({
    words: { min: 1, max: 1_024 },
    seed: { min: 0, max: 2_147_483_646, default: 12 },
    guidance: { min: 1.1, max: 10, default: 6.5 },
    sizes: novaSizes,
    editedSizes: novaSizes,
    shownSizes: novaSizes,
    maxBytes: 5_000_000,
    stylePresets: [
      '3D_ANIMATED_FAMILY_FILM',
      'DESIGN_SKETCH',
      'FLAT_VECTOR_ILLUSTRATION',
      'GRAPHIC_NOVEL_ILLUSTRATION',
      'MAXIMALISM',
      'MIDCENTURY_RETRO',
      'PHOTOREALISM',
      'SOFT_DIGITAL_PAINTING',
    ],
  }),
  prices: [
    { tier: '1024', quality: 'STANDARD', perImage: 40_000 },
    { tier: '1024', quality: 'PREMIUM', perImage: 60_000 },
    { tier: '2048', quality: 'STANDARD', perImage: 60_000 },
    { tier: '2048', quality: 'PREMIUM', perImage: 80_000 },
  ],
  priceSource: { from: 'a third party’s copy of the Bedrock price list', seenOn: '2026-11-21' },
  requestsPerMinute: 100,
  lifecycle: { legacySince: '2026-03-30', endOfLife: '2026-09-30' },
}
