import { generationIdSchema } from '#domain/ids.ts'
import { type DocumentLayer, layerIdSchema, newLayer } from '../../src/editor/document/layer.ts'
import type { PatchImage } from '../../src/editor/layers/patch-image.ts'

/** An edit of a megapixel and a half, as models make them of a part of a large picture. */
const patchSidePx = 1_200

/** Layers of one patch each, which are parts of the picture turned upside down, and their patches by key. */
export async function makeLayers(
  picture: ImageBitmap,
  count: number,
): Promise<{ layers: readonly DocumentLayer[]; patches: ReadonlyMap<string, PatchImage> }> {
  const patches = new Map<string, PatchImage>()
  const layers: DocumentLayer[] = []
  for (let index = 0; index < count; index += 1) {
    const rect = {
      x: Math.round(((picture.width - patchSidePx) * (index % 5)) / 4),
      y: Math.round(((picture.height - patchSidePx) * Math.floor(index / 5)) / 4),
      width: patchSidePx,
      height: patchSidePx,
    }
    const generationId = generationIdSchema.parse(crypto.randomUUID())
    const key = `results/bench/${generationId}/0-patch.png`
    const turned = { imageOrientation: 'flipY' } as const
    const { x, y, width, height } = rect
    const over = await createImageBitmap(picture, x, y, width, height, turned)
    patches.set(key, { over, weight: undefined })
    const kept = { generationId, index: 0, rect, patchKey: key }
    const id = layerIdSchema.parse(crypto.randomUUID())
    layers.push(newLayer(id, { name: '', operation: 'INPAINT', jobs: [generationId], kept }))
  }
  return { layers, patches }
}
