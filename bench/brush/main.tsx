import { editorStore } from '../../src/editor/store/editor-store.ts'
import { exportMask } from '../../src/editor/store/export-mask.ts'
import { openWithLayers, showEditor } from '../show-editor.tsx'
import { makeLayers } from './layers.ts'
import { openLong } from './long-document.ts'
import { installProbe } from './probe.ts'

installProbe()

/** What the bench calls in the page. */
export type BrushBench = {
  /** Opens a generated picture of this size, with so many layers over it. */
  open(widthPx: number, heightPx: number, layers?: number): Promise<void>
  /** Milliseconds from a document of so many steps on the device to its mask on the screen. */
  openLong(steps: number): Promise<number>
  /** Milliseconds of one mask export, and its bytes. */
  exportMask(): Promise<{ ms: number; bytes: number }>
  strokeCount(): number
}

declare global {
  interface Window {
    bench: BrushBench
  }
}

/** A landscape of gradients and soft discs: a photo's amount of colour, the same every time. */
async function paintedPicture(widthPx: number, heightPx: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  const sky = pen.createLinearGradient(0, 0, 0, heightPx)
  for (const [stop, colour] of [
    [0, '#1d3b6f'],
    [0.45, '#d98c5f'],
    [0.55, '#f6d9a8'],
    [0.56, '#2f4a3c'],
    [1, '#0f1d18'],
  ] as const) {
    sky.addColorStop(stop, colour)
  }
  pen.fillStyle = sky
  pen.fillRect(0, 0, widthPx, heightPx)
  for (let index = 0; index < 240; index += 1) {
    const x = ((index * 7919) % 1000) / 1000
    const y = 0.56 + (((index * 104729) % 1000) / 1000) * 0.44
    const radius = widthPx * (0.004 + 0.03 * (y - 0.56))
    pen.fillStyle = `hsl(${(index * 47) % 360} ${20 + (index % 5) * 10}% ${25 + (index % 7) * 8}%)`
    pen.beginPath()
    pen.ellipse(x * widthPx, y * heightPx, radius, radius * 1.6, 0, 0, 2 * Math.PI)
    pen.fill()
  }
  return canvas.transferToImageBitmap()
}

window.bench = {
  async open(widthPx, heightPx, count = 0) {
    const image = await paintedPicture(widthPx, heightPx)
    const base = { pictureId: 'bench', key: 'originals/bench.png', widthPx, heightPx }
    const { layers, patches } = await makeLayers(image, count)
    openWithLayers({ base, canvas: null, layers }, { image, patches })
  },
  openLong,
  async exportMask() {
    const start = performance.now()
    const { png } = await exportMask(editorStore.getState().document.present)
    return { ms: performance.now() - start, bytes: png.size }
  },
  strokeCount: () => editorStore.getState().document.present.strokes.length,
}

showEditor()
