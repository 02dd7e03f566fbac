import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import sharp from 'sharp'
import type { Rect, Size } from '#domain/frame/space.ts'
import { adobeRgbProfile } from './adobe-rgb.ts'

const formats = ['png', 'deep png', 'jpeg', 'webp'] as const
const profiles = [undefined, 'srgb', 'p3', 'adobe'] as const

export type Profile = (typeof profiles)[number]

/** A picture of noise as cameras and editors write it; sides as stored, before `orientation`. */
export type PictureFile = Size & {
  readonly alpha: boolean
  readonly orientation: number
  readonly format: (typeof formats)[number]
  readonly seed: number
  readonly profile?: Profile
}

/** A picture of any kind, with the size at which it is shown. */
export function anyPictureFile(side: { min: number; max: number }) {
  return fc
    .record({
      width: fc.integer(side),
      height: fc.integer(side),
      alpha: fc.boolean(),
      orientation: fc.integer({ min: 1, max: 8 }),
      format: fc.constantFrom(...formats),
      profile: fc.constantFrom(...profiles),
      seed: fc.nat(1000),
    })
    .map((file) => {
      const { width, height } = file
      const size = file.orientation > 4 ? { width: height, height: width } : { width, height }
      return { file, size }
    })
}

/** A box in a picture, of one pixel or more; `corners` are four numbers of any size. */
export function boxIn(size: Size, corners: readonly [number, number, number, number]): Rect {
  const [x, y] = [corners[0] % size.width, corners[1] % size.height]
  const width = 1 + (corners[2] % (size.width - x))
  return { x, y, width, height: 1 + (corners[3] % (size.height - y)) }
}

/** Writes such files; the profile that sharp does not have is in a folder of its own. */
export async function openPictureWriter() {
  const dir = await mkdtemp(path.join(tmpdir(), 'repaint-profile-'))
  const adobeRgbFile = path.join(dir, 'adobe.icc')
  await writeFile(adobeRgbFile, adobeRgbProfile())
  return {
    adobeRgbFile,
    close: () => rm(dir, { recursive: true }),
    write(file: PictureFile): Promise<Buffer> {
      const { width, height, format } = file
      const channels = file.alpha ? 4 : 3
      const isDeep = format === 'deep png'
      const length = width * height * channels
      const pixels = isDeep ? new Uint16Array(length) : new Uint8Array(length)
      for (let at = 0, state = file.seed + 1; at < length; at++) {
        state = (state * 48_271) % 2_147_483_647
        pixels[at] = state
      }
      let image = sharp(pixels, { raw: { width, height, channels } }).withMetadata({
        orientation: file.orientation,
      })
      if (file.profile === 'adobe') image = image.withIccProfile(adobeRgbFile)
      else if (file.profile) image = image.withIccProfile(file.profile)
      if (isDeep) return image.toColourspace('rgb16').png().toBuffer()
      return image.toFormat(format).toBuffer()
    },
  }
}

/** A mask with one box that is edited; `value` is how much. */
export function boxMask(size: Size, { x, y, ...box }: Rect, value = 255): Promise<Buffer> {
  const { width, height } = size
  const mask = Buffer.alloc(width * height)
  for (let row = y; row < y + box.height; row++) {
    mask.fill(value, row * width + x, row * width + x + box.width)
  }
  return sharp(mask, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

/** The very numbers of a file, upright. */
export async function decodeFile(bytes: Buffer) {
  const isDeep = (await sharp(bytes).metadata()).depth === 'ushort'
  const { data, info } = await sharp(bytes, { autoOrient: true, ignoreIcc: true })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { data, width, height, channels, pixelBytes: channels * (isDeep ? 2 : 1) }
}
