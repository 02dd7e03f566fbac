import type { Rect } from '../../domain/frame/space.ts'
import type { DocumentLayer } from '../../src/editor/document/layer.ts'
import type { PatchImage } from '../../src/editor/layers/patch-image.ts'
import { editorStore } from '../../src/editor/store/editor-store.ts'
import { aLayer, aPatchOf } from '../../tests/builders/layer.ts'
import { installProbe } from '../brush/probe.ts'
import { paintedPicture } from '../painted-picture.ts'
import { openWithLayers, showEditor } from '../show-editor.tsx'

installProbe()

/** What the bench calls in the page. */
export type PanBench = {
  /** Opens 24 megapixels with so many layers over them. */
  open(layers: number): void
  /** Paints so many lines across the picture. */
  paint(lines: number): void
  /** Puts the middle of the picture into the middle of the screen; without a scale, all of it is seen. */
  show(scale: number | undefined): void
}

declare global {
  interface Window {
    panBench: PanBench
  }
}

const size = { widthPx: 6000, heightPx: 4000 }
/** Of a patch, a megapixel; they lie in rows of five, each over parts of its neighbours. */
const side = 1024
const columns = 5
const apart = { x: 800, y: 640 }
const corner = { x: 900, y: 500 }
const { actions } = editorStore.getState()

/** The n-th layer; every fourth has transparent parts, every fifth is half seen. */
function placeOf(n: number): Rect {
  const [column, row] = [n % columns, Math.floor(n / columns)]
  return {
    x: corner.x + column * apart.x,
    y: corner.y + row * apart.y,
    width: side,
    height: side,
  }
}

/** Colours with a soft round edge, as a mask with feather gives them. */
function patchOf(n: number): PatchImage {
  const over = softRound((pen) => {
    const sky = pen.createLinearGradient(0, 0, side, side)
    sky.addColorStop(0, `hsl(${n * 37} 60% 60%)`)
    sky.addColorStop(1, `hsl(${n * 37 + 90} 60% 30%)`)
    return sky
  })
  return { over, weight: n % 4 === 0 ? softRound(() => '#000') : undefined }
}

function softRound(
  fill: (pen: OffscreenCanvasRenderingContext2D) => CanvasGradient | string,
): ImageBitmap {
  const canvas = new OffscreenCanvas(side, side)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  const half = side / 2
  const weight = pen.createRadialGradient(half, half, 0.8 * half, half, half, half)
  weight.addColorStop(0, '#000')
  weight.addColorStop(1, 'transparent')
  pen.fillStyle = weight
  pen.fillRect(0, 0, side, side)
  pen.globalCompositeOperation = 'source-in'
  pen.fillStyle = fill(pen)
  pen.fillRect(0, 0, side, side)
  return canvas.transferToImageBitmap()
}

window.panBench = {
  open(count) {
    const image = paintedPicture(size.widthPx, size.heightPx)
    const patches = new Map<string, PatchImage>()
    const layers: DocumentLayer[] = Array.from({ length: count }, (_, n) => {
      const kept = aPatchOf(n + 1, 0, { rect: placeOf(n) })
      patches.set(kept.patchKey, patchOf(n))
      return aLayer(n + 1, { kept, opacity: n % 5 === 0 ? 0.5 : 1 })
    })
    const base = { pictureId: 'bench', key: 'originals/bench.png', ...size }
    openWithLayers({ base, canvas: null, layers }, { image, patches })
  },
  paint(lines) {
    for (let n = 0; n < lines; n += 1) {
      const y = (size.heightPx * (n + 0.5)) / lines
      const points = [0.1, 0.5, 0.9].flatMap((x, at) => [size.widthPx * x, y + 100 * (at % 2)])
      actions.commitStroke({ kind: 'PAINT', radiusPx: 60, points })
    }
  },
  show(scale) {
    actions.fit()
    if (scale !== undefined) actions.zoomTo(scale)
  },
}

showEditor()
