import sharp from 'sharp'
import type { Engine } from '../bedrock/engine/pool.ts'
import type { Picture, Raster } from '../bedrock/engine/raster/raster.ts'
import { resample } from '../bedrock/engine/raster/resample.ts'
import { understand } from '../bedrock/engine/understand.ts'
import type { Asked } from './read-request.ts'

/** Makes what was asked for, as a PNG of the size that was asked for. */
export async function makeImage(engine: Engine, asked: Asked): Promise<Buffer> {
  const made = await pictureFor(engine, asked)
  const { width, height } = asked
  return sharp(resample(made, asked).data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer()
}

async function pictureFor(engine: Engine, asked: Asked): Promise<Picture> {
  const { prompt: text, is, cover, width, height } = asked
  const [first] = asked.images
  const prompt = { text }
  // The same words give the same picture.
  const seed = text.length
  if (!first || is.repaintsAll) return engine.run({ kind: 'scene', width, height, seed, prompt })
  const picture = await rasterOf(first)
  if (cover) {
    return engine.run({ kind: 'edit', picture, part: { cover, growPx: 0 }, seed, prompt })
  }
  const { what, by } = understand(text)
  const part = { words: what, growPx: 2 }
  const filling = by === undefined ? {} : { prompt: { text: by } }
  return engine.run({ kind: 'edit', picture, part, seed, ...filling })
}

async function rasterOf(file: Buffer): Promise<Raster> {
  const { data, info } = await sharp(file)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}
