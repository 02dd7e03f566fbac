import { sameRect } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { touches } from './box.ts'
import {
  type BasePicture,
  canvasRect,
  type EditorDocument,
  emptyDocument,
  paintedStrokes,
  selectedLayer,
} from './document.ts'
import { type DocumentLayer, type LayerId, sameLayers } from './layer.ts'
import { applyLayerCommand, change, type LayerCommand } from './layer-commands.ts'
import { hasMask, reachOf, type Stroke, withStroke } from './stroke.ts'
import { isWordless, noWords, type Words } from './words.ts'

/** A base picture with what is seen of the plane, and the layers over it, the lowest first. */
export type Composition = {
  readonly base: BasePicture
  /** `null` is the base picture itself. */
  readonly canvas: Rect | null
  readonly layers: readonly DocumentLayer[]
  /** The document that it was made in. */
  readonly parent?: string
}

/** Everything that can happen to a document. Pure: `(document, command) → document`. */
export type DocumentCommand =
  | { readonly kind: 'OPEN'; readonly composition: Composition; readonly id: string }
  /** Changes the mask; `replaced` is the last stroke, which the new one is in place of. */
  | {
      readonly kind: 'COMMIT_STROKE'
      readonly stroke: Stroke
      readonly replaced?: Stroke | undefined
    }
  | { readonly kind: 'SET_FRAME'; readonly frame: Frame }
  | { readonly kind: 'SELECT'; readonly layerId: LayerId | null }
  | { readonly kind: 'SET_WORDS'; readonly aim: string; readonly words: Partial<Words> }
  /** Of the selected layer; what is drafted has its settings elsewhere. */
  | { readonly kind: 'SET_SETTINGS'; readonly settings: Readonly<Record<string, unknown>> }
  | LayerCommand

/**
 * The document after the command; the same object where the command changes nothing, so that
 * nothing is recorded for it.
 */
export function applyCommand(document: EditorDocument, command: DocumentCommand): EditorDocument {
  if (command.kind !== 'SELECT' && 'layerId' in command) return applyLayerCommand(document, command)
  switch (command.kind) {
    case 'OPEN':
      return opened(document, command)
    case 'COMMIT_STROKE':
      return committed(document, command)
    case 'SET_FRAME':
      return withFrame(document, command.frame)
    case 'SELECT':
      return select(document, command.layerId)
    case 'SET_WORDS':
      return withWords(document, command)
    case 'SET_SETTINGS':
      return withSettings(document, command.settings)
    default:
      return unreachable(command)
  }
}

/** A picture with nothing over it. */
export function whole(base: BasePicture): Composition {
  return { base, canvas: null, layers: [] }
}

function opened(
  document: EditorDocument,
  { composition, id }: Extract<DocumentCommand, { kind: 'OPEN' }>,
): EditorDocument {
  return isOpen(document, composition) ? document : { ...emptyDocument(id), ...composition }
}

function isOpen(document: EditorDocument, composition: Composition): boolean {
  if (document.base?.key !== composition.base.key) return false
  const canvas = canvasRect(document)
  const other = canvasRect({ ...document, ...composition })
  if (!canvas || !other || !sameRect(canvas, other)) return false
  return sameLayers(document.layers, composition.layers)
}

function select(document: EditorDocument, layerId: LayerId | null): EditorDocument {
  if (document.selected === layerId) return document
  if (layerId !== null && !document.layers.some(({ id }) => id === layerId)) return document
  return { ...document, selected: layerId }
}

function withSettings(
  document: EditorDocument,
  settings: Readonly<Record<string, unknown>>,
): EditorDocument {
  const layer = selectedLayer(document)
  if (!layer) return document
  return change(document, layer, { settings: { ...layer.settings, ...settings } })
}

function withWords(
  document: EditorDocument,
  { aim, words }: Extract<DocumentCommand, { kind: 'SET_WORDS' }>,
): EditorDocument {
  const layer = selectedLayer(document)
  if (layer) return change(document, layer, { words: { ...layer.words, ...words } })
  const typed = { ...(document.words[aim] ?? noWords), ...words }
  const { [aim]: _before, ...others } = document.words
  return { ...document, words: isWordless(typed) ? others : { ...others, [aim]: typed } }
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

/** Whether a stroke may change any pixel of the canvas, told without looking at pixels. */
function mayChange(strokes: readonly Stroke[], stroke: Stroke, canvas: Rect): boolean {
  if (stroke.kind === 'ALL' || stroke.kind === 'INVERT') return true
  const reach = reachOf(stroke)
  const needsMask = !reach || ('mode' in stroke && stroke.mode !== 'ADD')
  if (needsMask && !hasMask(strokes)) return false
  // What is beyond the canvas keeps nothing of the mask within it.
  if (!reach || ('mode' in stroke && stroke.mode === 'INTERSECT')) return true
  return touches(reach, canvas)
}

/** The mask of what is worked on with one more stroke, or with another one in place of the last. */
function committed(
  document: EditorDocument,
  { stroke, replaced }: Extract<DocumentCommand, { kind: 'COMMIT_STROKE' }>,
): EditorDocument {
  const canvas = canvasRect(document)
  if (!canvas) return document
  const all = paintedStrokes(document)
  const isLast = replaced !== undefined && all.at(-1) === replaced
  const strokes = isLast ? all.slice(0, -1) : all
  if (!mayChange(strokes, stroke, canvas)) return document
  const next = withStroke(strokes, stroke)
  if (next === strokes) return document
  const layer = selectedLayer(document)
  return layer
    ? change(document, layer, { strokes: next, isChanged: true })
    : { ...document, strokes: next }
}

function unreachable(command: never): never {
  throw new TypeError(`Not a document command: ${JSON.stringify(command)}`)
}
