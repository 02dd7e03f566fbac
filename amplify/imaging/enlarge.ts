import { moved } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { type Samples } from '#domain/layer/mix.ts'
import type { FittedCrop } from './fit-crop.ts'
import { cutOut } from './raw-pixels.ts'
import { resample } from './resample.ts'

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
  const pixels = cutOut({ ...image, channels: 3 }, model)
  const shown = { width: model.width, height: model.height, channels: 3 as const, pixels }
  const isSame = source.width === model.width && source.height === model.height
  // Linear light is needed even without resampling when bits are added: only so 255 becomes 65,535.
  const addsBits = isDeep && pixels instanceof Uint8Array
  return resample(shown, {
    size: source,
    part: moved(part, { x: -source.x, y: -source.y }),
    kernel: 'lanczos3',
    light: !isSame || addsBits ? 'LINEAR' : 'STORED',
    isDeep,
  })
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
  const { width, height } = model
  return resample(
    { width, height, channels: 1, pixels: opacity },
    {
      size: source,
      part: moved(part, { x: -source.x, y: -source.y }),
      kernel: 'cubic',
      light: 'STORED',
    },
  )
}
