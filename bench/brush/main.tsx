import { editorStore } from '../../src/editor/store/editor-store.ts'
import { exportMask } from '../../src/editor/store/export-mask.ts'
import { paintedPicture } from '../painted-picture.ts'
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

window.bench = {
  async open(widthPx, heightPx, count = 0) {
    const image = paintedPicture(widthPx, heightPx)
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
