import { editorStore } from '../../src/editor/store/editor-store.ts'
import { exportMask } from '../../src/editor/store/export-mask.ts'
import { paintedPicture } from '../painted-picture.ts'
import { openInEditor, showEditor } from '../show-editor.tsx'
import { installProbe } from './probe.ts'

installProbe()

/** What the bench calls in the page. */
export type BrushBench = {
  /** Opens a generated picture of this size. */
  open(widthPx: number, heightPx: number): Promise<void>
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
  async open(widthPx, heightPx) {
    const image = paintedPicture(widthPx, heightPx)
    const base = { pictureId: 'bench', key: 'originals/bench.png', widthPx, heightPx }
    openInEditor(base, image)
  },
  async exportMask() {
    const start = performance.now()
    const { png } = await exportMask(editorStore.getState().document.present)
    return { ms: performance.now() - start, bytes: png.size }
  },
  strokeCount: () => editorStore.getState().document.present.strokes.length,
}

showEditor()
