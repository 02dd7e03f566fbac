import sharp from 'sharp'
import { editValue } from '#domain/mask/meaning.ts'

/**
 * Turns our mask (greyscale PNG, white = edit) into the form that Amazon's models take: RGB PNG
 * without alpha, pure black and white, with `edits` as the colour of what changes.
 */
export async function toModelMask(mask: Buffer, edits: 'BLACK' | 'WHITE'): Promise<Buffer> {
  const { data, info } = await sharp(mask)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const [ofEdit, ofRest] = edits === 'WHITE' ? [255, 0] : [0, 255]
  const middle = editValue / 2
  // A plain loop: a callback for each pixel takes ten times as long.
  const pixels = Buffer.alloc(data.length * 3)
  for (let at = 0; at < data.length; at++) {
    const value = (data[at] ?? 0) > middle ? ofEdit : ofRest
    pixels[at * 3] = value
    pixels[at * 3 + 1] = value
    pixels[at * 3 + 2] = value
  }
  const { width, height } = info
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}
