import type { Rect, Size } from '#domain/frame/space.ts'
import type { Samples } from '#domain/layer/mix.ts'
import { enlargeSamples } from './enlarge-samples.ts'
import type { Light } from './light.ts'
import { openRaw, type RawPixels, readDeep, regionOf } from './raw-pixels.ts'
import type { Kernel } from './taps.ts'

type Resampling = {
  readonly size: Size
  /** What of `size` is wanted; left out, all. */
  readonly part?: Rect
  readonly kernel: Kernel
  readonly light: Light
  /** Whether 16 bits of RGB are wanted. */
  readonly isDeep?: boolean
}

/**
 * Raw pixels at another size, in the same place. sharp 0.35 makes them smaller, in threads of its
 * own; what it enlarges it moves by half a pixel of the result
 * (https://github.com/libvips/libvips/issues/4841), with the cubic kernel whichever is asked for.
 * @param image one channel, or RGB
 */
export async function resample(
  image: RawPixels,
  to: Resampling & { readonly isDeep?: false },
): Promise<Uint8Array>
export async function resample(image: RawPixels, to: Resampling): Promise<Samples>
export async function resample(image: RawPixels, to: Resampling): Promise<Samples> {
  const { size, kernel, light, isDeep = false } = to
  const { width, height } = size
  const part = to.part ?? { x: 0, y: 0, width, height }
  if (width > image.width || height > image.height) {
    return enlargeSamples(image, { size, part, kernel, light, isDeep })
  }
  const opened = openRaw(image)
  if (light === 'LINEAR') opened.pipelineColourspace('scrgb')
  const colours = isDeep ? 'rgb16' : 'srgb'
  const data = await opened
    .resize(width, height, { fit: 'fill', kernel })
    .extract(regionOf(part))
    .toColourspace(image.channels === 1 ? 'b-w' : colours)
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer()
  return isDeep ? readDeep(data) : data
}

/**
 * How opaque a picture is at another size.
 * @param picture RGBA
 * @returns one byte a pixel, 255 = opaque
 */
export async function resampleOpacity(picture: RawPixels, size: Size): Promise<Uint8Array> {
  const { width, height } = picture
  const pixels = await openRaw(picture)
    .extractChannel('alpha')
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer()
  // A kernel of more lobes would leave a trace of opacity beside a clear edge.
  return resample(
    { width, height, channels: 1, pixels },
    { size, kernel: 'cubic', light: 'STORED' },
  )
}
