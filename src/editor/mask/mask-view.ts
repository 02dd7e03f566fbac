import type { Raster } from './mask-pixels.ts'

/** A rectangle of the mask as it is to be shown: `widthPx` × `heightPx` device pixels. */
export type MaskView = {
  /** Image point of the view's top left corner. */
  readonly x: number
  readonly y: number
  /** Image pixels for each device pixel. */
  readonly step: number
  readonly widthPx: number
  readonly heightPx: number
}

/** At most this many samples a direction for one device pixel: enough for a smooth edge. */
const maxTaps = 2

/**
 * The view as RGBA pixels, white, with the mask as alpha. Outside of the mask it is transparent.
 * Pure. Cost grows with the view, not with the picture.
 */
export function renderMaskView(raster: Raster, view: MaskView): Uint8ClampedArray<ArrayBuffer> {
  const taps = Math.min(maxTaps, Math.max(1, Math.ceil(view.step)))
  const { step } = view
  const columns = samples({
    start: view.x - raster.x,
    count: view.widthPx,
    lengthPx: raster.width,
    step,
    taps,
  })
  const rows = samples({
    start: view.y - raster.y,
    count: view.heightPx,
    lengthPx: raster.height,
    step,
    taps,
  })
  const out = new Uint32Array(view.widthPx * view.heightPx)
  const { pixels, width } = raster
  const weight = 1 / (taps * taps)
  let index = 0
  for (let v = 0; v < view.heightPx; v += 1) {
    for (let u = 0; u < view.widthPx; u += 1) {
      let sum = 0
      for (let i = v * taps; i < (v + 1) * taps; i += 1) {
        const row = (rows[i] ?? -1) * width
        if (row < 0) continue
        for (let j = u * taps; j < (u + 1) * taps; j += 1) {
          const column = columns[j] ?? -1
          if (column >= 0) sum += pixels[row + column] ?? 0
        }
      }
      // Little-endian RGBA, as every browser's platform is.
      out[index] = sum === 0 ? 0 : (Math.round(sum * weight) << 24) | 0xffffff
      index += 1
    }
  }
  return new Uint8ClampedArray(out.buffer)
}

type Axis = {
  readonly start: number
  readonly count: number
  readonly lengthPx: number
  readonly step: number
  readonly taps: number
}

/** Which pixel each sample of each device pixel falls on along one axis; −1 outside. */
function samples({ start, count, lengthPx, step, taps }: Axis): Int32Array {
  const out = new Int32Array(count * taps)
  for (let index = 0; index < out.length; index += 1) {
    const position = Math.floor(start + ((index + 0.5) / taps) * step)
    out[index] = position >= 0 && position < lengthPx ? position : -1
  }
  return out
}
