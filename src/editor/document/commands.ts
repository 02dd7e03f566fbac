import { holds, sameRect, unionOf } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import {
  type BasePicture,
  canvasRect,
  type DrawnStroke,
  type EditorDocument,
  emptyDocument,
  hasMask,
  maxStrokes,
  type PromptDraft,
  type Stroke,
} from './document.ts'
import { noFrame } from './frame.ts'
import { type DocumentLayer, sameLayers } from './layer.ts'

/** A base picture with what is seen of the plane, and the layers over it, the lowest first. */
export type Composition = {
  readonly base: BasePicture
  /** `null` is the base picture itself. */
  readonly canvas: Rect | null
  readonly layers: readonly DocumentLayer[]
}

/** Everything that can happen to a document. Pure: `(document, command) → document`. */
export type DocumentCommand =
  | { readonly kind: 'OPEN'; readonly composition: Composition; readonly id: string }
  | { readonly kind: 'COMMIT_STROKE'; readonly stroke: DrawnStroke }
  | { readonly kind: 'CLEAR_MASK' }
  | { readonly kind: 'INVERT_MASK' }
  | { readonly kind: 'SET_FRAME'; readonly frame: Frame }
  /** Goes on from a whole picture, which becomes the base. */
  | { readonly kind: 'ACCEPT_RESULT'; readonly base: BasePicture }
  /** Goes on from an edit, which lies over all others. `canvas` is what it extended the plane to. */
  | { readonly kind: 'ADD_LAYER'; readonly layer: DocumentLayer; readonly canvas: Rect | undefined }
  | { readonly kind: 'SET_PROMPT_DRAFT'; readonly promptDraft: Partial<PromptDraft> }

/**
 * The document after the command; the same object where the command changes nothing, so that
 * nothing is recorded for it.
 */
export function applyCommand(document: EditorDocument, command: DocumentCommand): EditorDocument {
  switch (command.kind) {
    case 'OPEN':
      if (isOpen(document, command.composition)) return document
      return { ...emptyDocument(command.id), ...command.composition }
    case 'COMMIT_STROKE':
      return reaches(command.stroke, canvasRect(document))
        ? withStroke(document, command.stroke)
        : document
    case 'CLEAR_MASK':
      return hasMask(document) ? withStroke(document, { kind: 'CLEAR' }) : document
    case 'INVERT_MASK':
      return withStroke(document, { kind: 'INVERT' })
    case 'SET_FRAME':
      return withFrame(document, command.frame)
    case 'ACCEPT_RESULT':
      return { ...document, ...whole(command.base), strokes: [], frame: noFrame }
    case 'ADD_LAYER':
      return withLayer(document, command.layer, command.canvas)
    case 'SET_PROMPT_DRAFT':
      return { ...document, promptDraft: { ...document.promptDraft, ...command.promptDraft } }
    default:
      return unreachable(command)
  }
}

/** A picture with nothing over it. */
export function whole(base: BasePicture): Composition {
  return { base, canvas: null, layers: [] }
}

function isOpen(document: EditorDocument, composition: Composition): boolean {
  if (document.base?.key !== composition.base.key) return false
  const canvas = canvasRect(document)
  const other = canvasRect({ ...document, ...composition })
  if (!canvas || !other || !sameRect(canvas, other)) return false
  return sameLayers(document.layers, composition.layers)
}

/** Two extended results may be accepted one after the other: the canvas then holds both. */
function withLayer(
  document: EditorDocument,
  layer: DocumentLayer,
  extended: Rect | undefined,
): EditorDocument {
  const seen = canvasRect(document)
  if (!seen) return document
  const canvas = extended && !holds(seen, extended) ? unionOf(seen, extended) : document.canvas
  const layers = [...document.layers, layer]
  return { ...document, canvas, layers, strokes: [], frame: noFrame }
}

function withFrame(document: EditorDocument, frame: Frame): EditorDocument {
  const { leftPx, rightPx, upPx, downPx } = document.frame
  const isSame =
    leftPx === frame.leftPx &&
    rightPx === frame.rightPx &&
    upPx === frame.upPx &&
    downPx === frame.downPx
  return isSame ? document : { ...document, frame }
}

/** Whether a stroke's surrounding rectangle touches the canvas. */
function reaches({ points, radiusPx }: DrawnStroke, canvas: Rect | undefined): boolean {
  if (!canvas) return false
  const touches = (axis: 0 | 1, startPx: number, lengthPx: number) => {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let index: number = axis; index < points.length; index += 2) {
      low = Math.min(low, points[index] ?? low)
      high = Math.max(high, points[index] ?? high)
    }
    return high + radiusPx > startPx && low - radiusPx < startPx + lengthPx
  }
  return touches(0, canvas.x, canvas.width) && touches(1, canvas.y, canvas.height)
}

function withStroke(document: EditorDocument, stroke: Stroke): EditorDocument {
  if (document.base === null) return document
  if (document.strokes.length < maxStrokes) {
    return { ...document, strokes: [...document.strokes, stroke] }
  }
  // Full: what lies before the last CLEAR shows nowhere and may go; without one, the mask stays.
  const cleared = document.strokes.findLastIndex(({ kind }) => kind === 'CLEAR')
  if (cleared <= 0) return document
  return { ...document, strokes: [...document.strokes.slice(cleared), stroke] }
}

function unreachable(command: never): never {
  throw new TypeError(`Not a document command: ${JSON.stringify(command)}`)
}
