import type { Rect, Size } from '#domain/frame/space.ts'
import { type Samples } from '#domain/layer/mix.ts'
import type { FittedCrop } from './fit-crop.ts'
import { openRaw, readDeep, regionOf } from './raw-pixels.ts'

/**
 * A part of a model's image in pixels of the original: enlarged once (Lanczos, in linear light),
 * the very same pixels at a scale of 1. Only that part is computed.
 * @param image raw RGB of the model's size
 * @param to.part a rectangle of the original, inside of `to.fitted.source`
 * @returns raw RGB of `to.part`, as deep as the original
 */
export async function enlarge(
  image: Size & { readonly pixels: Samples },
  to: { fitted: FittedCrop; part: Rect; isDeep: boolean },
): Promise<Samples> {
  const { source, model } = to.fitted
  const { part, isDeep } = to
  const shown = openRaw({ ...image, channels: 3 }).extract(regionOf(model))
  const isSame = source.width === model.width && source.height === model.height
  // Linear light is needed even without resampling when bits are added: only so 255 becomes 65,535.
  const addsBits = isDeep && image.pixels instanceof Uint8Array
  if (!isSame || addsBits) shown.pipelineColourspace('scrgb')
  const pixels = await shown
    .resize(source.width, source.height, { fit: 'fill', kernel: 'lanczos3' })
    .extract(regionOf({ ...part, x: part.x - source.x, y: part.y - source.y }))
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer()
  return isDeep ? readDeep(pixels) : pixels
}

/**
 * How opaque a part of the edit is, in pixels of the original.
 * @param opacity one byte for each pixel of `fitted.model`
 * @returns one byte for each pixel of `part`
 */
export function enlargeOpacity(
  opacity: Uint8Array,
  { source, model }: FittedCrop,
  part: Rect,
): Promise<Uint8Array> {
  return openRaw({ width: model.width, height: model.height, channels: 1, pixels: opacity })
    .resize(source.width, source.height, { fit: 'fill', kernel: 'cubic' })
    .extract(regionOf({ ...part, x: part.x - source.x, y: part.y - source.y }))
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer()
}
