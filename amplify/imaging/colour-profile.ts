import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Size } from '#domain/frame/space.ts'
import { type Samples } from '#domain/layer/mix.ts'
import { srgbProfile } from './coding-points.ts'
import { tagsOf } from './icc-tags.ts'
import { safely } from './limits.ts'
import { addChunks, profileChunk } from './png-chunks.ts'
import { readDeep } from './raw-pixels.ts'

/** Raw RGB. */
type Rgb = Size & { readonly pixels: Samples }
type PlainRgb = Size & { readonly pixels: Uint8Array }

/**
 * Converts to what models see: 8-bit sRGB. Numbers that a profile cannot explain stay as they are.
 * @param image of 16 bits only with a profile: few bits of linear light would not do for shadows
 * @param profile the RGB profile that the numbers are in; `undefined` means sRGB already
 */
export async function toSrgb(image: Rgb, profile: Buffer | undefined): Promise<Uint8Array> {
  const isDeep = image.pixels instanceof Uint16Array
  if (!isDeep && !canConvert(profile)) return image.pixels
  const plain = open(image).toColourspace(isDeep ? 'rgb16' : 'srgb')
  const shown = canConvert(profile) ? await openAsSrgb(plain, profile) : plain
  return shown.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer()
}

/**
 * Gives an image whose numbers are in a profile as sRGB of 8 bits, with any transparency.
 * @param image decoded without regard to its profile, of 8 or 16 bits
 */
export async function openAsSrgb(image: Sharp, profile: Buffer): Promise<Sharp> {
  const plain = await image.png({ compressionLevel: 0 }).toBuffer()
  const opened = sharp(addChunks(plain, [profileChunk(profile)]), safely)
  // From 16 bits, sharp 0.35 converts to Display P3 unless it is told where to.
  return plain[bitDepthAt] === 16 ? opened.withIccProfile('srgb', { attach: false }) : opened
}

/** In a PNG's header, after width and height. */
const bitDepthAt = 24

/**
 * Converts what a model made into the numbers of a picture's own profile: the way back of `toSrgb`.
 * Colours that the model could not see (outside of sRGB) do not come back.
 * @param job.isDeep whether 16 bits are wanted, which only a conversion gives
 */
export async function fromSrgb(
  image: PlainRgb,
  { profile, isDeep }: { profile: Buffer | undefined; isDeep: boolean },
): Promise<Samples> {
  if (!canConvert(profile)) return image.pixels
  // The library takes a profile to convert to only from a file.
  const dir = await mkdtemp(path.join(tmpdir(), 'repaint-profile-'))
  try {
    const file = path.join(dir, 'profile.icc')
    await writeFile(file, profile)
    const source = isDeep ? await openDeep(image) : open(image)
    const converted = source.withIccProfile(file, { attach: false })
    if (!isDeep) return await converted.raw({ depth: 'uchar' }).toBuffer()
    return readDeep(await converted.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer())
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** As 16-bit sRGB that says so: without, sharp 0.35 takes numbers of 16 bits for Display P3. */
async function openDeep({ width, height, pixels }: PlainRgb): Promise<Sharp> {
  const deep = new Uint16Array(pixels.length)
  // A plain loop: `from` with a callback takes fifty times as long.
  for (let at = 0; at < pixels.length; at++) deep[at] = (pixels[at] ?? 0) * 257
  const plain = open({ width, height, pixels: deep }).toColourspace('rgb16')
  const png = await plain.png({ compressionLevel: 0 }).toBuffer()
  return sharp(addChunks(png, [profileChunk(srgbProfile())]), safely)
}

function open({ width, height, pixels }: Rgb): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

/**
 * Whether a profile can be converted from and to: by a matrix, or by tables for both directions
 * (ICC.1:2022, 8.3). A scanner's may lead one way only, and half a conversion is worse than none.
 */
function canConvert(profile: Buffer | undefined): profile is Buffer {
  if (profile === undefined) return false
  const tags = tagsOf(profile)
  return tags.has('rXYZ') || (tags.has('A2B0') && tags.has('B2A0'))
}
