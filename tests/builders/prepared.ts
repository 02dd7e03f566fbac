import sharp from 'sharp'
import type { PreparedOperation } from '../../amplify/models/adapter.ts'

/** Pictures as an adapter gets them: it looks into none, so a word will do. */
export const picture = Buffer.from('picture')
export const another = Buffer.from('another')
/** The same two as base64, as `base64` of GNU coreutils writes them. */
export const pictureBase64 = 'cGljdHVyZQ=='
export const anotherBase64 = 'YW5vdGhlcg=='

/** 4 × 2 pixels, the left half to be edited: white there, as all our masks. */
export function halfMask(): Promise<Buffer> {
  const row = [255, 255, 0, 0]
  return sharp(Buffer.from([...row, ...row]), { raw: { width: 4, height: 2, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}

/** Which pixels of an encoded mask are white, row by row, as `1100 1100`. */
export async function whiteIn(mask: string): Promise<string> {
  const { data, info } = await sharp(Buffer.from(mask, 'base64'))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const bits = [...data].map((value) => ({ 0: '0', 255: '1' })[value] ?? '?').join('')
  return bits.replaceAll(new RegExp(`.{${info.width}}`, 'g'), '$& ').trim()
}

/** One image, standard quality, seed 7, of 1024 × 1024 pixels. */
export const plainly = {
  count: 1,
  seed: 7,
  quality: 'STANDARD',
  size: { widthPx: 1024, heightPx: 1024, tier: '1024' },
} as const satisfies Partial<PreparedOperation>
