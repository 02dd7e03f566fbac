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
  const pixels = Buffer.alloc(data.length * 3)
  data.forEach((value, at) => {
    const isEdit = value > editValue / 2
    if (isEdit === (edits === 'WHITE')) pixels.fill(255, at * 3, at * 3 + 3)
  })
  const { width, height } = info
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}
