import { join } from 'node:path'
import sharp from 'sharp'
import { projectRoot } from '../scripts/paths.ts'

type Size = { readonly width: number; readonly height: number }

const sample = join(projectRoot, 'public', 'samples', 'courtyard.png')

/** Grain of a good camera, in grey levels (standard deviation): enlarging takes a sample's away. */
const grain = 6

/** @returns a sample of ours at the size given, with grain, as raw RGB */
export async function photo({ width, height }: Size): Promise<Buffer> {
  const noise = sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: grain * 2 },
    },
  })
  return sharp(sample)
    .resize(width, height, { fit: 'cover' })
    .composite([
      { input: await noise.png({ compressionLevel: 0 }).toBuffer(), blend: 'hard-light' },
    ])
    .removeAlpha()
    .raw()
    .toBuffer()
}

/** @returns `photo` as a camera would store it */
export async function photoJpeg(size: Size): Promise<Buffer> {
  return sharp(await photo(size), { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

/**
 * An ellipse near the middle, white on black.
 * @param area its share of the picture, 0..1
 * @param shiftPx moved to the right by this much, so that masks differ
 */
export function ellipse({ width, height }: Size, area: number, shiftPx = 0): Uint8Array {
  const pixels = new Uint8Array(width * height)
  // Half axes in proportion to the sides: π · (r · width) · (r · height) = area · width · height.
  const radius = Math.sqrt(area / Math.PI)
  for (let y = 0; y < height; y += 1) {
    const down = (y + 0.5) / height - 0.5
    for (let x = 0; x < width; x += 1) {
      const across = (x + 0.5 - shiftPx) / width - 0.5
      if (across * across + down * down < radius * radius) pixels[y * width + x] = 255
    }
  }
  return pixels
}

/** @returns `ellipse` as the 8-bit greyscale PNG that a request names */
export function ellipseMask(size: Size, area: number, shiftPx = 0): Promise<Buffer> {
  return sharp(ellipse(size, area, shiftPx), { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
