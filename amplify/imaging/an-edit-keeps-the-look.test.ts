import { decode } from 'fast-png'
import { decode as decodeJpeg } from 'jpeg-js'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { titanImageGeneratorV2 as titan } from '#domain/model/titan.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import { boxMask } from '../../tests/builders/picture-file.ts'
import { smallCard } from '../../tests/builders/small-card.ts'
import {
  chunk,
  coded,
  gamma,
  type PngKind,
  plainSrgb,
  profileChunk,
  wideChroma,
  writePng,
} from '../../tests/pictures/png.ts'
import { greyProfile, rgbProfile } from '../../tests/pictures/profiles.ts'
import { told } from '../../tests/told.ts'
import { plainPicture } from './composed-picture.ts'
import { inspectImage } from './inspect-image.ts'
import { makeRenditions } from './make-renditions.ts'
import { openOriginal } from './open-original.ts'
import { prepareEdit } from './prepare-edit.ts'

type Look = readonly [red: number, green: number, blue: number]

/**
 * What (200, 128, 50), or grey 128, looks like in sRGB by what a file says of it: read in November
 * 2026 from a canvas of Chromium 156, which is no code of ours.
 */
const looks: readonly [string, Pick<PngKind, 'type' | 'depth'>, readonly Buffer[], Look][] = [
  ['nothing', { type: 2, depth: 8 }, [], [200, 128, 50]],
  ['gAMA 1.0', { type: 2, depth: 8 }, [gamma(100_000)], [229, 188, 122]],
  ['gAMA 1/4.4', { type: 2, depth: 8 }, [gamma(22_727)], [158, 62, 3]],
  ['gAMA 1/2.2', { type: 2, depth: 8 }, [gamma(45_455)], [200, 128, 50]],
  ['gAMA 0', { type: 2, depth: 8 }, [gamma(0)], [200, 128, 50]],
  ['cHRM alone', { type: 2, depth: 8 }, [wideChroma], [200, 128, 50]],
  ['gAMA 1/2.2, cHRM', { type: 2, depth: 8 }, [gamma(45_455), wideChroma], [222, 129, 38]],
  ['gAMA 1.0, cHRM', { type: 2, depth: 8 }, [gamma(100_000), wideChroma], [243, 188, 119]],
  ['sRGB, gAMA 1.0', { type: 2, depth: 8 }, [plainSrgb, gamma(100_000)], [200, 128, 50]],
  ['cICP of P3', { type: 2, depth: 8 }, [coded(12, 13)], [212, 124, 19]],
  ['cICP of BT.709', { type: 2, depth: 8 }, [coded(1, 1)], [197, 121, 39]],
  ['cICP of linear light', { type: 2, depth: 8 }, [coded(1, 8)], [229, 188, 122]],
  [
    'cICP of nothing known',
    { type: 2, depth: 8 },
    [coded(99, 99), gamma(100_000)],
    [229, 188, 122],
  ],
  [
    'cICP, iCCP',
    { type: 2, depth: 8 },
    [coded(12, 13), profileChunk(rgbProfile(1))],
    [212, 124, 19],
  ],
  [
    'iCCP, gAMA',
    { type: 2, depth: 8 },
    [profileChunk(rgbProfile(1)), gamma(22_727)],
    [229, 188, 122],
  ],
  ['broken iCCP', { type: 2, depth: 8 }, [profileChunk(Buffer.alloc(200, 7))], [200, 128, 50]],
  ['grey iCCP of RGB', { type: 2, depth: 8 }, [profileChunk(greyProfile(1))], [200, 128, 50]],
  ['gAMA of RGBA', { type: 6, depth: 8 }, [gamma(100_000)], [229, 188, 122]],
  ['gAMA of 16 bits', { type: 2, depth: 16 }, [gamma(100_000)], [229, 188, 122]],
  ['gAMA of grey', { type: 0, depth: 8 }, [gamma(100_000)], [188, 188, 188]],
  ['linear grey iCCP', { type: 0, depth: 8 }, [profileChunk(greyProfile(1))], [188, 188, 188]],
  ['grey iCCP of 2.2', { type: 0, depth: 8 }, [profileChunk(greyProfile(2.2))], [129, 129, 129]],
  ['grey iCCP, alpha', { type: 4, depth: 8 }, [profileChunk(greyProfile(1))], [188, 188, 188]],
  ['grey iCCP, 16 bits', { type: 0, depth: 16 }, [profileChunk(greyProfile(1))], [188, 188, 188]],
  [
    'grey iCCP, 16 bits, alpha',
    { type: 4, depth: 16 },
    [profileChunk(greyProfile(1))],
    [188, 188, 188],
  ],
  ['RGB iCCP of grey', { type: 0, depth: 8 }, [profileChunk(rgbProfile(1))], [188, 188, 188]],
]

const size = { width: 150, height: 150 }

/** One colour, opaque; a few pixels of another say that the picture was not taken for one. */
function pictureOf(kind: Pick<PngKind, 'type' | 'depth'>, chunks: readonly Buffer[]): Buffer {
  const values = kind.type === 0 ? [128] : kind.type === 4 ? [128, 255] : [200, 128, 50, 255]
  return writePng({ ...size, ...kind, chunks }, ({ x, y }, channel) => {
    const value = x < 3 && y < 3 && channel === 0 ? x * 3 + y : (values[channel] ?? 0)
    return kind.depth === 8 ? value : value * 257
  })
}

async function edited(file: Buffer) {
  const original = await openOriginal(file)
  const mask = await boxMask(size, { x: 70, y: 70, width: 10, height: 10 })
  const picture = plainPicture(original)
  const prepared = await prepareEdit({ picture, mask, card: smallCard, task: 'ERASE' })
  const pasted = await pasteBack({ original, prepared, candidate: prepared.image })
  return { prepared, pasted }
}

/** The middle pixel of a WebP or PNG as a viewer shows it. */
async function shown(file: Buffer): Promise<number[]> {
  const { data, info } = await sharp(file)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const at = (75 * info.width + 75) * info.channels
  return [...data.subarray(at, at + 3)]
}

function farthest(seen: ArrayLike<number>, look: Look): number {
  return Math.max(...look.map((value, at) => Math.abs((seen[at] ?? 0) - value)))
}

describe.each(looks)('a picture with %s', (_, kind, chunks, look) => {
  const file = pictureOf(kind, chunks)

  test('is shown in its preview and to the model as a browser shows it', async () => {
    const { preview } = await makeRenditions(file)
    // WebP at quality 82 stores colours in steps.
    expect(farthest(await shown(preview.bytes), look)).toBeLessThanOrEqual(4)
    const { prepared } = await edited(file)
    const at = (75 * prepared.sent.size.width + 75) * 3
    expect(farthest(prepared.sent.image.subarray(at, at + 3), look)).toBeLessThanOrEqual(2)
  })

  test('keeps numbers and look when it is edited', async () => {
    const { pasted } = await edited(file)
    expect(differing(file, pasted.png)).toBe(0)
    expect(pasted.changedOutside).toBe(0)
    const { preview } = await makeRenditions(pasted.png)
    expect(farthest(await shown(preview.bytes), look)).toBeLessThanOrEqual(4)
  })
})

/** How many pixels outside of mask and feather have other numbers, by a decoder that is not ours. */
function differing(before: Buffer, after: Buffer): number {
  const [old, now] = [decode(before, { checkCrc: true }), decode(after, { checkCrc: true })]
  expect([now.width, now.height, now.depth]).toEqual([old.width, old.height, old.depth])
  const grey = old.channels < 3
  const hasAlpha = old.channels % 2 === 0
  expect(now.channels).toBe(hasAlpha ? 4 : 3)
  let count = 0
  for (let at = 0; at < old.width * old.height; at++) {
    const [x, y] = [at % old.width, Math.floor(at / old.width)]
    if (x > 55 && x < 95 && y > 55 && y < 95) continue
    const isSame = [0, 1, 2, 3].slice(0, now.channels).every((channel) => {
      const from = grey ? (channel === 3 ? 1 : 0) : channel
      return old.data[at * old.channels + from] === now.data[at * now.channels + channel]
    })
    if (!isSame) count++
  }
  return count
}

test('a grey JPEG with a profile of its own keeps its numbers', async () => {
  const plain = await sharp(pictureOf({ type: 0, depth: 8 }, []))
    .toColourspace('b-w')
    .jpeg({ quality: 100 })
    .toBuffer()
  const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), greyProfile(1)])
  const head = Buffer.from([0xff, 0xe2, (body.length + 2) >> 8, (body.length + 2) & 255])
  const file = Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)])
  const { data } = decodeJpeg(file, { useTArray: true })
  const { pasted } = await edited(file)
  const now = decode(pasted.png)
  for (const at of [0, 1000, 22_499]) expect(now.data[at * 3]).toBe(data[at * 4])
  expect((await makeRenditions(file)).preview.width).toBe(150)
  expect(
    farthest(await shown((await makeRenditions(pasted.png)).preview.bytes), [188, 188, 188]),
  ).toBeLessThanOrEqual(4)
})

test.each([
  ['PQ', [coded(9, 16)]],
  ['HLG', [coded(9, 18)]],
])('a picture in %s is refused with what to do', async (_, chunks) => {
  const refusal = await inspectImage(pictureOf({ type: 2, depth: 8 }, chunks)).catch(told)
  expect(refusal).toMatchObject({
    code: 'INVALID_IMAGE',
    detail: 'This picture is in HDR (PQ or HLG). Export it as SDR, in sRGB or Display P3.',
  })
})

test('chunks cut off or forged are no more than ignored', async () => {
  const file = pictureOf({ type: 2, depth: 8 }, [
    chunk('gAMA', Buffer.alloc(3)),
    chunk('cHRM', Buffer.alloc(32)),
    chunk('cICP', Buffer.from([12])),
  ])
  expect((await openOriginal(file)).profile).toBeUndefined()
})

test('shadows of linear 16 bits come to the model and back without steps', async () => {
  // Up to 1 % of the light: 28 steps of sRGB, three numbers of linear 8 bits.
  const large = { width: 600, height: 600 }
  const ramp = ({ x }: { x: number }) => Math.round((x / large.width) * 655)
  const kind = { ...large, type: 2, depth: 16, chunks: [gamma(100_000)] } as const
  const file = writePng(kind, ramp)
  const original = await openOriginal(file)
  const mask = await boxMask(large, { x: 0, y: 280, width: 600, height: 40 })
  const picture = plainPicture(original)
  const prepared = await prepareEdit({ picture, mask, card: titan, task: 'ERASE' })
  const seen = new Set(prepared.sent.image)
  expect(seen.size).toBeGreaterThan(20)
  const { png } = await pasteBack({ original, prepared, candidate: prepared.image })
  const { data } = decode(png)
  const row = Array.from({ length: 600 }, (_, x) => data[(300 * 600 + x) * 3] ?? 0)
  expect(new Set(row).size).toBeGreaterThan(20)
  // Half a step of sRGB is up to 2 % of the light here.
  for (const [x, value] of row.entries()) expect(Math.abs(value - ramp({ x }))).toBeLessThan(40)
})
