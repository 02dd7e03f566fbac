import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Size } from '#domain/frame/space.ts'
import { safely } from './limits.ts'
import { addChunks, profileChunk } from './png-chunks.ts'

/** Raw 8-bit RGB. */
type Rgb = Size & { readonly pixels: Uint8Array }

/** An ICC profile names its colour space in bytes 16 to 19 of its header (ICC.1:2022, 7.2). */
export function isRgbProfile(icc: Buffer): boolean {
  return icc.length > 132 && icc.toString('latin1', 16, 20) === 'RGB '
}

/**
 * Converts to what models see. Numbers that a profile cannot explain stay as they are.
 * @param profile the RGB profile that the numbers are in; `undefined` means sRGB already
 */
export async function toSrgb(image: Rgb, profile: Buffer | undefined): Promise<Uint8Array> {
  if (profile === undefined || !leadsBothWays(profile)) return image.pixels
  const png = await open(image).png({ compressionLevel: 0 }).toBuffer()
  return sharp(addChunks(png, [profileChunk(profile)]), safely)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer()
}

/**
 * Converts what a model made into the numbers of a picture's own profile: the way back of `toSrgb`.
 * Colours that the model could not see (outside of sRGB) do not come back.
 */
export async function fromSrgb(image: Rgb, profile: Buffer | undefined): Promise<Uint8Array> {
  if (profile === undefined || !leadsBothWays(profile)) return image.pixels
  // The library takes a profile to convert to only from a file.
  const dir = await mkdtemp(path.join(tmpdir(), 'repaint-profile-'))
  try {
    const file = path.join(dir, 'profile.icc')
    await writeFile(file, profile)
    return await open(image)
      .withIccProfile(file, { attach: false })
      .raw({ depth: 'uchar' })
      .toBuffer()
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function open({ width, height, pixels }: Rgb): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

const tagTableAt = 128
const tagBytes = 12
const mostTags = 100

/**
 * Whether a profile can be converted from and to: by a matrix, or by tables for both directions
 * (ICC.1:2022, 8.3). A scanner's may lead one way only, and half a conversion is worse than none.
 */
function leadsBothWays(profile: Buffer): boolean {
  const count = Math.min(profile.readUInt32BE(tagTableAt), mostTags)
  const tags = new Set<string>()
  for (let tag = 0; tag < count; tag++) {
    const at = tagTableAt + 4 + tag * tagBytes
    tags.add(profile.toString('latin1', at, at + 4))
  }
  return tags.has('rXYZ') || (tags.has('A2B0') && tags.has('B2A0'))
}
