import type { Frame } from '#domain/operation/outpaint.ts'
import {
  type BasePicture,
  type DrawnStroke,
  type EditorDocument,
  emptyDocument,
  hasMask,
  maxStrokes,
  type PromptDraft,
  type Stroke,
} from './document.ts'
import { noFrame } from './frame.ts'

/** Everything that can happen to a document. Pure: `(document, command) → document`. */
export type DocumentCommand =
  | { readonly kind: 'OPEN_PICTURE'; readonly base: BasePicture; readonly id: string }
  | { readonly kind: 'COMMIT_STROKE'; readonly stroke: DrawnStroke }
  | { readonly kind: 'CLEAR_MASK' }
  | { readonly kind: 'INVERT_MASK' }
  | { readonly kind: 'SET_FRAME'; readonly frame: Frame }
  | { readonly kind: 'ACCEPT_RESULT'; readonly base: BasePicture }
  | { readonly kind: 'SET_PROMPT_DRAFT'; readonly promptDraft: Partial<PromptDraft> }

/**
 * The document after the command; the same object where the command changes nothing, so that
 * nothing is recorded for it.
 */
export function applyCommand(document: EditorDocument, command: DocumentCommand): EditorDocument {
  switch (command.kind) {
    case 'OPEN_PICTURE':
      if (document.base?.key === command.base.key) return document
      return { ...emptyDocument(command.id), base: command.base }
    case 'COMMIT_STROKE':
      return reaches(command.stroke, document.base)
        ? withStroke(document, command.stroke)
        : document
    case 'CLEAR_MASK':
      return hasMask(document) ? withStroke(document, { kind: 'CLEAR' }) : document
    case 'INVERT_MASK':
      return withStroke(document, { kind: 'INVERT' })
    case 'SET_FRAME':
      return withFrame(document, command.frame)
    case 'ACCEPT_RESULT':
      return { ...document, base: command.base, strokes: [], frame: noFrame }
    case 'SET_PROMPT_DRAFT':
      return { ...document, promptDraft: { ...document.promptDraft, ...command.promptDraft } }
    default:
      return unreachable(command)
  }
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

/** Whether a stroke's surrounding rectangle touches the picture. */
function reaches({ points, radiusPx }: DrawnStroke, base: BasePicture | null): boolean {
  if (base === null) return false
  const touches = (axis: 0 | 1, lengthPx: number) => {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let index: number = axis; index < points.length; index += 2) {
      low = Math.min(low, points[index] ?? low)
      high = Math.max(high, points[index] ?? high)
    }
    return high + radiusPx > 0 && low - radiusPx < lengthPx
  }
  return touches(0, base.widthPx) && touches(1, base.heightPx)
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
