import type { Rect, Size } from '#domain/frame/space.ts'
import { modelPx } from './segmenter.ts'

/** RGBA pixels, row by row. */
export type Pixels = Size & { readonly data: Uint8ClampedArray<ArrayBuffer> }

/** One byte a pixel of a part of the picture, 255 = within. */
export type Region = Rect & { readonly pixels: Uint8Array<ArrayBuffer> }

/** More pixels than this are looked at on a smaller picture: 128 MB. */
const maxPixels = 32_000_000

/** How large a picture is looked at: as it is, or as far smaller as a device's memory asks for. */
export function lookedAtSize({ width, height }: Size): Size {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  return scaledSize({ width, height }, scale)
}

/** The size of the picture that the networks see. */
export function modelSize({ width, height }: Size): Size {
  return scaledSize({ width, height }, modelPx / Math.max(width, height))
}

function scaledSize({ width, height }: Size, scale: number): Size {
  const side = (px: number) => Math.max(1, Math.round(px * scale))
  return { width: side(width), height: side(height) }
}

/**
 * A picture at another size: the mean of what each pixel covers, or between the nearest four where it
 * becomes larger.
 */
export function resized(from: Pixels, { width, height }: Size): Pixels {
  const data = new Uint8ClampedArray(width * height * 4)
  const columns = spans(from.width, width)
  const rows = spans(from.height, height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      meanOf(from, { x: columns(x), y: rows(y) }, data.subarray((y * width + x) * 4))
  }
  return { width, height, data }
}

type Span = readonly [from: number, to: number]

/** Which pixels of a line each pixel of a shorter or longer one covers, at least one. */
function spans(count: number, on: number): (at: number) => Span {
  return (at) => {
    const from = Math.floor((at * count) / on)
    return [from, Math.max(from + 1, Math.floor(((at + 1) * count) / on))]
  }
}

function meanOf(
  { data, width }: Pixels,
  { x, y }: { readonly x: Span; readonly y: Span },
  into: Uint8ClampedArray,
): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0]
  for (let row = y[0]; row < y[1]; row += 1) {
    for (let at = (row * width + x[0]) * 4; at < (row * width + x[1]) * 4; at += 4) {
      red += data[at] ?? 0
      green += data[at + 1] ?? 0
      blue += data[at + 2] ?? 0
      alpha += data[at + 3] ?? 0
    }
  }
  const count = (x[1] - x[0]) * (y[1] - y[0])
  into[0] = red / count
  into[1] = green / count
  into[2] = blue / count
  into[3] = alpha / count
}

/**
 * A region that was found on a smaller picture, as the picture itself has it: between the nearest four
 * pixels.
 * @param scale pixels of the picture for each of the smaller one
 */
export function enlargedRegion(region: Region, scale: number): Region {
  if (scale === 1) return region
  const [x, y] = [Math.round(region.x * scale), Math.round(region.y * scale)]
  const width = Math.max(1, Math.round((region.x + region.width) * scale) - x)
  const height = Math.max(1, Math.round((region.y + region.height) * scale) - y)
  const pixels = new Uint8Array(width * height)
  const place = (at: number, start: number, count: number) =>
    Math.min(count - 1, Math.max(0, (at + 0.5) / scale - 0.5 - start))
  for (let row = 0; row < height; row += 1) {
    const v = place(y + row, region.y, region.height)
    const j = Math.min(Math.max(0, region.height - 2), Math.floor(v))
    for (let column = 0; column < width; column += 1) {
      const u = place(x + column, region.x, region.width)
      const i = Math.min(Math.max(0, region.width - 2), Math.floor(u))
      const at = (dx: number, dy: number) =>
        region.pixels[
          Math.min(region.height - 1, j + dy) * region.width + Math.min(region.width - 1, i + dx)
        ] ?? 0
      const above = at(0, 0) + (at(1, 0) - at(0, 0)) * (u - i)
      const below = at(0, 1) + (at(1, 1) - at(0, 1)) * (u - i)
      pixels[row * width + column] = Math.round(above + (below - above) * (v - j))
    }
  }
  return { x, y, width, height, pixels }
}
