import { type EditorDocument } from './document.ts'
import type { DocumentLayer } from './layer.ts'
import type { Stroke } from './stroke.ts'

/** What a step of a document's history did, told from the states before and after it. Pure. */

export type StepKind =
  | 'OPENED'
  | 'PAINTED'
  | 'ERASED'
  | 'SELECTED'
  | 'MASK_CHANGED'
  | 'FRAMED'
  | 'ASKED'
  | 'ASKED_AGAIN'
  | 'KEPT'
  | 'DISCARDED'
  | 'ADDED'
  | 'DELETED'
  | 'MOVED'
  | 'CHANGED'

export type Step = {
  readonly kind: StepKind
  /** Where it was done; none for a change of the whole. */
  readonly strokes: readonly Stroke[]
  /** What it was done to. */
  readonly layer: DocumentLayer | undefined
}

/** @param before `undefined` for the first state that is known */
export function stepOf(before: EditorDocument | undefined, after: EditorDocument): Step {
  if (!before || before.id !== after.id) return { kind: 'OPENED', strokes: [], layer: undefined }
  const listed = ofList(before.layers, after.layers)
  if (listed) return { ...listed, strokes: listed.layer.strokes }
  const at = after.layers.findIndex((layer, index) => layer !== before.layers[index])
  const [earlier, layer] = [before.layers[at], after.layers[at]]
  if (earlier && layer) return ofLayer(earlier, layer)
  if (before.strokes !== after.strokes) {
    return { ...ofMask(before.strokes, after.strokes), layer: undefined }
  }
  const kind = before.frame === after.frame ? 'CHANGED' : 'FRAMED'
  return { kind, strokes: [], layer: undefined }
}

type Layers = readonly DocumentLayer[]
type OfList = { readonly kind: StepKind; readonly layer: DocumentLayer }

/** What became of the list of layers; `undefined` where the same ones are in the same order. */
function ofList(before: Layers, after: Layers): OfList | undefined {
  const added = after.find(({ id }) => !before.some((each) => each.id === id))
  if (added) {
    const isCopy = before.some(({ jobs }) => jobs.some((job) => added.jobs.includes(job)))
    return { kind: isCopy ? 'ADDED' : 'ASKED', layer: added }
  }
  const deleted = before.find(({ id }) => !after.some((each) => each.id === id))
  if (deleted) return { kind: 'DELETED', layer: deleted }
  const moved = after.find(({ id }, index) => before[index]?.id !== id)
  return moved && { kind: 'MOVED', layer: moved }
}

function ofLayer(before: DocumentLayer, layer: DocumentLayer): Step {
  if (before.strokes !== layer.strokes) {
    return { ...ofMask(before.strokes, layer.strokes), layer }
  }
  const { strokes } = layer
  const kind = kindOf(before, layer)
  return { kind, strokes, layer }
}

function kindOf(before: DocumentLayer, after: DocumentLayer): StepKind {
  if (after.discarded.length > before.discarded.length) return 'DISCARDED'
  if (after.jobs.length > before.jobs.length) return 'ASKED_AGAIN'
  return after.kept !== before.kept ? 'KEPT' : 'CHANGED'
}

function ofMask(
  before: readonly Stroke[],
  after: readonly Stroke[],
): { readonly kind: StepKind; readonly strokes: readonly Stroke[] } {
  const last = after.at(-1)
  if (!last || before.includes(last)) return { kind: 'MASK_CHANGED', strokes: [] }
  if ('points' in last) {
    return {
      kind: last.kind === 'PAINT' ? 'PAINTED' : 'ERASED',
      strokes: [{ ...last, kind: 'PAINT' }],
    }
  }
  if ('mode' in last) return { kind: 'SELECTED', strokes: [{ ...last, mode: 'ADD' }] }
  return { kind: 'MASK_CHANGED', strokes: [] }
}
