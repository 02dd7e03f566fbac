import * as fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Size } from '#domain/frame/space.ts'
import type { PictureRule } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { pasteBack } from '../../tests/builders/paste-back.ts'
import { plainPicture } from './composed-picture.ts'
import { extendCanvas } from './extend-canvas.ts'
import { type OpenedOriginal, openOriginal } from './open-original.ts'
import { preparePainted, type Seam } from './prepare-edit.ts'
import { prepareFrame } from './prepare-frame.ts'

/** Noise: no pixel can be exchanged for another unseen. */
function noise(size: Size, about: { channels: 3 | 4; isDeep: boolean }): OpenedOriginal {
  const length = size.width * size.height * about.channels
  const pixels = about.isDeep ? new Uint16Array(length) : new Uint8Array(length)
  for (let at = 0, state = 1; at < length; at++) {
    state = (state * 48_271) % 2_147_483_647
    pixels[at] = state
  }
  return { ...size, channels: about.channels, pixels, profile: undefined }
}

function flat({ width, height }: Size): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#ff0080' } })
    .png()
    .toBuffer()
}

const rulesOf = (form: 'MASK' | 'FRAME'): PictureRule[] =>
  catalogue.flatMap(({ abilities: { OUTPAINT } }) =>
    OUTPAINT?.extendsBy === form && OUTPAINT.picture ? [OUTPAINT.picture] : [],
  )

const side = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }))
const jobs = fc
  .record({
    size: fc.record({
      width: fc.integer({ min: 64, max: 150 }),
      height: fc.integer({ min: 64, max: 150 }),
    }),
    frame: fc.record({ leftPx: side, rightPx: side, upPx: side, downPx: side }),
    channels: fc.constantFrom<3 | 4>(3, 4),
    isDeep: fc.boolean(),
    seam: fc.constantFrom<Seam>('HARD', 'SOFT'),
  })
  .filter(({ frame }) => Object.values(frame).some((px) => px > 0))

test.each([
  ...rulesOf('MASK').map((rule) => ['a mask', rule] as const),
  ...rulesOf('FRAME').map((rule) => ['a frame', rule] as const),
])(
  'extended by %s, a picture keeps its pixels, with an exact edge all of them',
  async (form, rule) => {
    await fc.assert(
      fc.asyncProperty(jobs, async ({ size, frame, channels, isDeep, seam }) => {
        const original = noise(size, { channels, isDeep })
        const canvas = await extendCanvas(original, frame)
        const prepared =
          form === 'a mask'
            ? await preparePainted({
                picture: plainPicture(canvas.picture),
                painted: canvas.painted,
                rule,
                seam,
              })
            : await prepareFrame(canvas, frame, { rule, seam })
        const candidate = await flat(prepared.sent.size)
        const pasted = await pasteBack({ original: canvas.picture, prepared, candidate })
        expect(pasted).toMatchObject({
          width: size.width + frame.leftPx + frame.rightPx,
          height: size.height + frame.upPx + frame.downPx,
          changedOutside: 0,
        })
        const after = await openOriginal(pasted.png)
        expect(after.pixels.BYTES_PER_ELEMENT).toBe(isDeep ? 2 : 1)
        expect(changesDeeperThan(seam === 'HARD' ? 0 : 24, { original, after, frame })).toBe(0)
      }),
      { numRuns: 12 },
    )
  },
  60_000,
)

/** How many old pixels differ that lie farther from the old edge. */
function changesDeeperThan(
  reachPx: number,
  job: { original: OpenedOriginal; after: OpenedOriginal; frame: { leftPx: number; upPx: number } },
): number {
  const { original, after, frame } = job
  const { width, height, channels } = original
  let changed = 0
  for (let y = reachPx; y < height - reachPx; y++) {
    for (let value = reachPx * channels; value < (width - reachPx) * channels; value++) {
      const to = ((y + frame.upPx) * after.width + frame.leftPx) * channels + value
      if (original.pixels[y * width * channels + value] !== after.pixels[to]) changed++
    }
  }
  return changed
}

test('a canvas that would be too large is refused', async () => {
  const original = noise({ width: 64, height: 64 }, { channels: 3, isDeep: false })
  const frame = { leftPx: 10_000, rightPx: 0, upPx: 10_000, downPx: 0 }
  await expect(extendCanvas(original, frame)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
})
