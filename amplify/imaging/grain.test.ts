import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Rect } from '#domain/frame/space.ts'
import { maxOf, type Samples } from '#domain/layer/mix.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { titanImageGeneratorV2 as card, titanSizes } from '#domain/model/titan.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import { plainPicture } from './composed-picture.ts'
import { type OpenedOriginal, openOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'
import { cutOut } from './raw-pixels.ts'

/** With small sizes only, so that a small picture is reduced as well. */
const sizes = titanSizes
  .filter(({ tier }) => tier === '512')
  .map((each) => ({ ...each, widthPx: each.widthPx / 2, heightPx: each.heightPx / 2 }))
const picture = { sizes: { kind: 'TABLE', sizes } as const, maxBytes: 5_000_000 }
const small: ModelCard = { ...card, abilities: { ERASE: { ...card.abilities.ERASE!, picture } } }
const size = { width: 550, height: 480 }
const box = { x: 150, y: 120, width: 250, height: 250 }
/** Well inside of the mask, and beside it. */
const [within, beside] = [
  { x: 225, y: 200, width: 100, height: 100 },
  { x: 25, y: 200, width: 100, height: 100 },
]

/**
 * The spread that white noise loses when 480 pixels become 384: the smaller image holds the share of
 * 384² ÷ 480² = 0.64 of its frequencies, and √(1 − 0.64) = 0.6.
 */
const taken = 0.6

/** A plain grey picture with grain of this spread (in levels of 255), as a camera leaves it. */
function photo(spread: number, isDeep = false): OpenedOriginal {
  const values = size.width * size.height * 3
  const pixels = isDeep ? new Uint16Array(values) : new Uint8Array(values)
  const scale = isDeep ? 257 : 1
  let state = 1
  for (let at = 0; at < values; at++) {
    let sum = 0
    // Three uniform numbers add up to nearly a normal one with a spread of a half.
    for (let add = 0; add < 3; add++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      sum += state / 2 ** 32
    }
    pixels[at] = Math.round((120 + (sum - 1.5) * 2 * spread) * scale)
  }
  return { ...size, channels: 3, pixels, profile: undefined }
}

/** Erases the box with a model that returns plain grey. */
async function erased(original: OpenedOriginal) {
  const white = Buffer.alloc(size.width * size.height)
  for (let y = box.y; y < box.y + box.height; y++) {
    white.fill(255, y * size.width + box.x, y * size.width + box.x + box.width)
  }
  const raw = { raw: { ...size, channels: 1 as const } }
  const mask = await sharp(white, raw).toColourspace('b-w').png().toBuffer()
  const prepared = await prepareEdit({
    picture: plainPicture(original),
    mask,
    card: small,
    task: 'ERASE',
  })
  const { widthPx: width, heightPx: height } = prepared.plan.size
  const plain = { create: { width, height, channels: 3 as const, background: '#787878' } }
  const candidate = await sharp(plain).png().toBuffer()
  return pasteBack({ original, prepared, candidate })
}

/** Spread of green in levels of 255. */
function spreadOf(picture: OpenedOriginal, rect: Rect): number {
  const green: Samples = cutOut(picture, rect).filter((_, at) => at % 3 === 1)
  let sum = 0
  for (const value of green) sum += value
  const mean = sum / green.length
  let squares = 0
  for (const value of green) squares += (value - mean) ** 2
  return (Math.sqrt(squares / green.length) * 255) / maxOf(picture.pixels)
}

describe('an enlarged edit', () => {
  test.each([
    ['8-bit', 5, false],
    ['16-bit', 5, true],
    ['strongly grained', 10, false],
  ])(
    'has the grain that resampling took from the %s picture around it',
    async (_, spread, isDeep) => {
      const original = photo(spread, isDeep)
      const result = await openOriginal((await erased(original)).png)
      const share = spreadOf(result, within) / spreadOf(original, beside)
      expect(share).toBeGreaterThan(0.9 * taken)
      expect(share).toBeLessThan(1.1 * taken)
    },
  )

  test('has none where the picture has none', async () => {
    const result = await openOriginal((await erased(photo(0))).png)
    expect(spreadOf(result, within)).toBe(0)
  })

  test('has none where the surroundings are texture, not grain', async () => {
    const original = photo(0)
    for (let at = 0; at < original.pixels.length; at++) {
      const [x, y] = [Math.floor(at / 3) % size.width, Math.floor(at / 3 / size.width)]
      if (x % 16 === 0 || y % 16 === 0) original.pixels[at] = 60
    }
    const result = await openOriginal((await erased(original)).png)
    expect(spreadOf(result, within)).toBeLessThan(1)
  })

  test('is the same each time', async () => {
    const original = photo(5)
    const [one, other] = [await erased(original), await erased(original)]
    expect(one.png.equals(other.png)).toBe(true)
    expect(one.changedOutside).toBe(0)
  })
})
