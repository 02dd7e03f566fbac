import { boxAround, pixelsIn } from '../document/box.ts'
import type { DrawnStroke } from '../document/stroke.ts'
import { emptyRaster, type Raster } from '../mask/mask-pixels.ts'
import { drawStroke } from '../mask/raster.ts'
import type { MaskScene } from './mask-picture.ts'

/** The pixels of a soft stroke while it is drawn: a canvas knows no line that fades to its sides. */
export interface LivePixels {
  /**
   * The stroke so far, white, with its strength as alpha. Only what was added since the last call is drawn.
   * @param on.canvas in whose pixels it is drawn
   */
  of(
    stroke: DrawnStroke,
    scene: Pick<MaskScene, 'viewport'>,
    on: { readonly canvas: HTMLCanvasElement; readonly pixelRatio: number },
  ): OffscreenCanvas
}

type Drawn = {
  readonly raster: Raster
  readonly canvas: OffscreenCanvas
  readonly viewport: MaskScene['viewport']
  readonly points: readonly number[]
  length: number
}

export function createLivePixels(): LivePixels {
  let drawn: Drawn | undefined
  return {
    of(stroke, { viewport }, { canvas, pixelRatio }) {
      const { points } = stroke
      const isSame = drawn?.points === points && drawn.viewport === viewport
      if (!drawn || !isSame) {
        const { width, height } = canvas
        const raster = emptyRaster({ x: 0, y: 0, width, height })
        drawn = { raster, canvas: new OffscreenCanvas(width, height), viewport, points, length: 0 }
      }
      if (points.length > drawn.length) {
        const scale = viewport.scale * pixelRatio
        const place = (value: number, index: number) =>
          value * scale + (index % 2 === 0 ? viewport.offset.x : viewport.offset.y) * pixelRatio
        add(drawn, {
          ...stroke,
          kind: 'PAINT',
          radiusPx: stroke.radiusPx * scale,
          points: points.slice(Math.max(0, drawn.length - 2)).map(place),
        })
        drawn.length = points.length
      }
      return drawn.canvas
    },
  }
}

/** Draws a piece of the stroke, and brings what it touches to the canvas. */
function add({ raster, canvas }: Drawn, piece: DrawnStroke): void {
  drawStroke(raster, piece)
  const touched = pixelsIn(boxAround(piece.points, piece.radiusPx + 1))
  const left = Math.max(0, touched.x)
  const top = Math.max(0, touched.y)
  const width = Math.min(raster.width, touched.x + touched.width) - left
  const height = Math.min(raster.height, touched.y + touched.height) - top
  if (width <= 0 || height <= 0) return
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) {
    const from = (top + Math.floor(at / width)) * raster.width + left + (at % width)
    // Little-endian RGBA, as every browser's platform is.
    pixels[at] = ((raster.pixels[from] ?? 0) << 24) | 0xffffff
  }
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height)
  canvas.getContext('2d')?.putImageData(image, left, top)
}
