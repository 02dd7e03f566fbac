import { composeExport } from '../amplify/imaging/compose-export.ts'
import type { StoredLayer } from '../amplify/imaging/composed-picture.ts'
import { encodeExport } from '../amplify/imaging/encode-export.ts'
import { openOriginal } from '../amplify/imaging/open-original.ts'
import { encodePatch, readPatch } from '../amplify/imaging/patch-file.ts'
import type { Rect } from '../domain/frame/space.ts'
import { type Figure, percentile, timed } from './figure.ts'
import { ellipse, photo, photoJpeg } from './pictures.ts'

/** 24 megapixels. */
const size = { width: 6_000, height: 4_000 }
/** A patch of this side is what an edit makes whose crop is a megapixel. */
const side = 540
const layerCount = 10

/**
 * What layers add to an export: a picture of 24 megapixels with ten layers as a PNG, against decoding
 * its root and encoding it as it is.
 */
export async function benchExportCost(count = 5): Promise<Figure[]> {
  const source = await photoJpeg(size)
  const layers = await makeLayers()
  const [layered, plain]: [number[], number[]] = [[], []]
  for (let run = 0; run < count; run += 1) {
    plain.push((await timed(() => exported(source, []))).ms)
    layered.push((await timed(() => exported(source, layers))).ms)
  }
  const [layeredMs, plainMs] = [percentile(layered, 0.5), percentile(plain, 0.5)]
  return [
    {
      name: 'export of 24 MP with 10 layers ÷ decoding and encoding it',
      value: layeredMs / plainMs,
      unit: '×',
      atMost: 1.15,
    },
    { name: 'export of 24 MP with 10 layers, median', value: layeredMs, unit: 'ms' },
    { name: 'decoding and encoding 24 MP, median', value: plainMs, unit: 'ms' },
  ]
}

async function exported(source: Buffer, layers: readonly StoredLayer[]): Promise<Buffer> {
  const root = await openOriginal(source)
  const { picture } = await composeExport(root, { x: 0, y: 0, ...size }, { layers })
  return encodeExport(picture, { mime: 'image/png', size, made: { source: 'EDITED' } })
}

/** Ellipses of a photograph, in two rows. */
async function makeLayers(): Promise<StoredLayer[]> {
  const box = { width: side, height: side }
  const pixels = new Uint8Array(await photo(box))
  const weight = ellipse(box, Math.PI / 4)
  return Promise.all(
    Array.from({ length: layerCount }, async (_, at) => {
      const rect: Rect = { x: 100 + (at % 5) * 1_100, y: at < 5 ? 400 : 2_600, ...box }
      const file = await encodePatch({ ...rect, channels: 3, pixels, weight }, undefined)
      return { rect, opacity: 1, read: () => readPatch(file, rect) }
    }),
  )
}
