import { editorStore } from '../../src/editor/store/editor-store.ts'
import { exportMask } from '../../src/editor/store/export-mask.ts'
import { openInEditor, showEditor } from '../show-editor.tsx'

/** What the bench calls in the page. */
export type SelectBench = {
  /** Opens a picture of the samples. @returns its size */
  open(file: string): Promise<{ widthPx: number; heightPx: number }>
  /** Where a place of the picture is on screen, CSS pixels. */
  onScreen(x: number, y: number): { x: number; y: number }
  /** The mask as a PNG as large as the picture, in base64. */
  mask(): Promise<string>
  finder(): string
  load(): void
  next(): void
  /** Begins to wait for the next change of the mask. */
  watch(): void
  /** Milliseconds from the press of the pointer until then. */
  changed(): Promise<number>
}

declare global {
  interface Window {
    selectBench: SelectBench
  }
}

const { actions } = editorStore.getState()
let pressedAtMs = 0
let change: Promise<number> = Promise.resolve(0)
window.addEventListener(
  'pointerup',
  () => {
    pressedAtMs = performance.now()
  },
  { capture: true },
)
window.selectBench = {
  async open(file) {
    const image = await createImageBitmap(await (await fetch(`/samples/${file}`)).blob())
    const size = { widthPx: image.width, heightPx: image.height }
    openInEditor({ pictureId: file, key: `originals/${file}`, ...size }, image)
    return size
  },
  onScreen(x, y) {
    const { scale, offset } = editorStore.getState().session.viewport
    return { x: x * scale + offset.x, y: y * scale + offset.y }
  },
  async mask() {
    const { png } = await exportMask(editorStore.getState().document.present, true)
    const bytes = new Uint8Array(await png.arrayBuffer())
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''))
  },
  finder: () => editorStore.getState().session.finder.kind,
  load: () => actions.setFinder({ kind: 'LOADING', share: 0 }),
  next: () => actions.clearMask(),
  watch() {
    const before = editorStore.getState().document.present.strokes
    change = new Promise((resolve) => {
      const stop = editorStore.subscribe(({ document }) => {
        if (document.present.strokes === before) return
        stop()
        resolve(performance.now() - pressedAtMs)
      })
    })
  },
  changed: () => change,
}

showEditor()
