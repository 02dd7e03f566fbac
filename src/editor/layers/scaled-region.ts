import type { Rect } from '#domain/frame/space.ts'
import type { RasterStep } from '../document/region-steps.ts'
import { packedRows, packRegion } from '../mask/pack-region.ts'

const nothing = { rect: { x: 0, y: 0, width: 1, height: 1 }, runs: '' } as const

/**
 * A region of pixels on a smaller raster: each of its pixels is the one that lies in its middle. Pure.
 * @param to.canvas what the raster shows, in pixels of the picture
 * @param to.scale pixels of the raster for each pixel of the picture, at most 1
 * @param to.at where the raster's first pixel lies
 */
export function scaledRegion(
  region: Pick<RasterStep, 'rect' | 'runs'>,
  { canvas, scale, at }: { readonly canvas: Rect; readonly scale: number; readonly at: number },
): Pick<RasterStep, 'rect' | 'runs'> {
  const { rect } = region
  const first = (place: number, start: number) => Math.ceil((place - start) * scale - 0.5)
  const [x, y] = [first(rect.x, canvas.x), first(rect.y, canvas.y)]
  const width = first(rect.x + rect.width, canvas.x) - x
  const height = first(rect.y + rect.height, canvas.y) - y
  if (width < 1 || height < 1) return nothing
  const pixels = new Uint8Array(width * height)
  const rows = packedRows(region)
  const line = new Uint8Array(rect.width)
  const placeOf = (index: number, start: number) => Math.floor((index + 0.5) / scale + start)
  for (let row = 0; row < height; row += 1) {
    rows.fillRow(placeOf(y + row, canvas.y), line)
    for (let column = 0; column < width; column += 1) {
      pixels[row * width + column] = line[placeOf(x + column, canvas.x) - rect.x] ?? 0
    }
  }
  const packed = packRegion({ x: x + at, y: y + at, width, height, pixels })
  return typeof packed === 'string' ? nothing : packed
}
