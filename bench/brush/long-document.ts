import { get, set } from 'idb-keyval'
import { applyCommand } from '../../src/editor/document/commands.ts'
import type { EditorDocument } from '../../src/editor/document/document.ts'
import { type History, startHistory } from '../../src/editor/document/history.ts'
import { editorStore } from '../../src/editor/store/editor-store.ts'
import { readHistory, storeHistory } from '../../src/editor/store/stored-history.ts'

const key = 'bench-long-document'
const pointsPerStroke = 60

/**
 * Opens a document of so many strokes, each a step, in place of the one that is open.
 * @returns milliseconds from the device to its mask on the screen
 */
export async function openLong(steps: number): Promise<number> {
  const { document, actions } = editorStore.getState()
  await set(key, storeHistory(longHistory(document.present, steps)))
  actions.closePicture()
  await nextFrame()
  const startMs = performance.now()
  const history = readHistory(await get(key))
  if (history?.past.length !== steps) throw new Error('Steps are missing.')
  actions.loadHistory(history)
  while (!isMasked()) await nextFrame()
  return performance.now() - startMs
}

function longHistory(from: EditorDocument, steps: number): History<EditorDocument> {
  const { base } = from
  let history = startHistory<EditorDocument>({ ...from, strokes: [] })
  for (let step = 0; step < steps; step += 1) {
    const at = (step * (base?.heightPx ?? 0)) / steps
    const points = Array.from({ length: 2 * pointsPerStroke }, (_, index) =>
      index % 2 === 0 ? ((base?.widthPx ?? 0) * index) / 2 / pointsPerStroke : at + (index % 4) * 8,
    )
    const stroke = { kind: 'PAINT', radiusPx: 30, points } as const
    const present = applyCommand(history.present, { kind: 'COMMIT_STROKE', stroke })
    history = { past: [...history.past, history.present], present, future: [] }
  }
  return history
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Whether the canvas shows a mask in its middle. */
function isMasked(): boolean {
  const mask = document.querySelectorAll<HTMLCanvasElement>('.konvajs-content canvas')[1]
  const pixel = mask?.getContext('2d')?.getImageData(mask.width >> 1, mask.height >> 1, 1, 1)
  return (pixel?.data[3] ?? 0) > 0
}
