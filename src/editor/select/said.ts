import type { Rect } from '#domain/frame/space.ts'
import { t } from '../../i18n/language.ts'
import { showToast } from '../../ui/toasts.tsx'
import type { Click, Mode, RasterStep } from '../document/region-steps.ts'
import { bordersOf } from '../layers/borders.ts'
import type { PackedRegion } from '../mask/pack-region.ts'
import type { EditorStore } from '../store/editor-store.ts'
import { objectInHand } from '../store/object-in-hand.ts'
import type { Pick } from '../tools/pick-tool.ts'
import { modelSize } from './pixels.ts'
import { maskPx, modelPx, type Prompt } from './segmenter.ts'

/** What people say of objects, for the networks; and what comes of it, for the document. */

/** Messages about selecting replace each other. */
const toastId = 'select'

/** The clicks and the box that point at one object, in pixels of the base picture. */
export type Said = {
  readonly mode: Mode
  readonly clicks: readonly Click[]
  readonly box?: Rect | undefined
  /** The object as it was, if this says more of it. */
  readonly of?: RasterStep
}

/** What was said of an object with one more click, or of another one. */
export function sayWith(store: EditorStore, { point, mode, box }: Pick): Said {
  const { x, y } = point
  const object = objectInHand(store.getState())
  if (!object || box) return { mode, clicks: box ? [] : [{ x, y, isInside: true }], box }
  const click = { x, y, isInside: mode !== 'SUBTRACT' }
  return { mode: object.mode, clicks: [...object.clicks, click], box: object.box, of: object }
}

/** The same in pixels of what the networks see. */
export function promptOf({ clicks, box }: Said, canvas: Rect): Prompt {
  const scale = modelSize(canvas).width / canvas.width
  const across = (x: number) => (x - canvas.x) * scale
  const down = (y: number) => (y - canvas.y) * scale
  const placed = clicks.map(({ x, y, isInside }) => ({ x: across(x), y: down(y), isInside }))
  if (!box) return { clicks: placed }
  const corners = [
    across(box.x),
    down(box.y),
    across(box.x + box.width),
    down(box.y + box.height),
  ] as const
  return { clicks: placed, box: corners }
}

/** Changes the mask by what was found: in place of the object, if it was one that was there. */
export function commit(
  store: EditorStore,
  region: PackedRegion,
  { of, ...said }: { readonly mode: Mode } & Partial<Said>,
): void {
  if (typeof region === 'string') {
    const { nothingFound, tooRagged } = t.editor.select
    showToast({ id: toastId, text: region === 'EMPTY' ? nothingFound : tooRagged })
    return
  }
  store.getState().actions.commitStroke({ kind: 'RASTER', ...said, ...region }, of)
}

/** The border of an answer, in pixels of the base picture. */
export function previewOf(logits: Float32Array, canvas: Rect): Float32Array {
  const { width, height } = modelSize(canvas)
  const cellPx = modelPx / maskPx
  const size = { width: Math.ceil(width / cellPx) + 2, height: Math.ceil(height / cellPx) + 2 }
  // Nothing all around closes what reaches the sides.
  const at = (x: number, y: number) =>
    x < 1 || y < 1 || x > size.width - 2 || y > size.height - 2
      ? -1
      : (logits[(y - 1) * maskPx + x - 1] ?? -1)
  const scale = (cellPx * canvas.width) / width
  return Float32Array.from(bordersOf(at, size, 0), (value, index) =>
    index % 2 === 0 ? canvas.x + (value - 1) * scale : canvas.y + (value - 1) * scale,
  )
}

/** Says that selecting failed. */
export function sayFailed(): void {
  showToast({ id: toastId, tone: 'danger', text: t.editor.select.failed })
}
