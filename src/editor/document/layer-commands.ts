import type { Rect } from '#domain/frame/space.ts'
import type { GenerationId } from '#domain/ids.ts'
import type { Operation } from '#domain/operation/table.ts'
import type { EditorDocument } from './document.ts'
import { noFrame } from './frame.ts'
import {
  type DocumentLayer,
  isSameResult,
  type LayerId,
  newLayer,
  type PlacedPatch,
  type ResultName,
} from './layer.ts'
import { commonLength, type Stroke } from './stroke.ts'
import type { Words } from './words.ts'

/** What is asked for: a job under its id, and all that a layer keeps of it. */
export type Asked = {
  readonly generationId: GenerationId
  readonly operation: Operation
  readonly name: string
  readonly words: Words
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * What can happen to layers. Whatever makes one carries the ids of what it makes, so that the same
 * commands give the same document everywhere.
 */
export type LayerCommand =
  /** The drafted region becomes a layer, and the draft is empty again but for what came after. */
  | ({
      readonly kind: 'ASK'
      readonly layerId: LayerId
      readonly strokes: readonly Stroke[]
      /** Whose words were typed, which are the layer's now. */
      readonly aim: string
      readonly extent: Rect | null
    } & Asked)
  /** One more job for a layer, with its region as it is now. */
  | ({ readonly kind: 'ASK_AGAIN'; readonly layerId: LayerId } & Asked)
  | { readonly kind: 'KEEP'; readonly layerId: LayerId; readonly patch: PlacedPatch }
  /** Another layer over it, with the same region and jobs, that shows another of its results. */
  | {
      readonly kind: 'KEEP_AS_LAYER'
      readonly layerId: LayerId
      readonly newId: LayerId
      readonly patch: PlacedPatch
    }
  | { readonly kind: 'DISCARD_RESULT'; readonly layerId: LayerId; readonly result: ResultName }
  /** The end of a job was dealt with: it made nothing. */
  | { readonly kind: 'DROP_JOB'; readonly layerId: LayerId; readonly generationId: GenerationId }
  | { readonly kind: 'DELETE_LAYER'; readonly layerId: LayerId }
  | { readonly kind: 'SHOW_LAYER'; readonly layerId: LayerId; readonly isVisible: boolean }
  | { readonly kind: 'FADE_LAYER'; readonly layerId: LayerId; readonly opacity: number }
  | { readonly kind: 'RENAME_LAYER'; readonly layerId: LayerId; readonly name: string }
  /** Puts a layer at this place, counted from below without the layer itself. */
  | { readonly kind: 'MOVE_LAYER'; readonly layerId: LayerId; readonly to: number }

/** More layers than a request can name would not be drawn while a person works on them. */
export const maxLayers = 100

/** The document after the command; the same object where it changes nothing. */
export function applyLayerCommand(document: EditorDocument, command: LayerCommand): EditorDocument {
  const layer = document.layers.find(({ id }) => id === command.layerId)
  if (command.kind === 'ASK') return layer ? document : asked(document, command)
  if (!layer) return document
  switch (command.kind) {
    case 'ASK_AGAIN': {
      const { generationId, operation, name, words, settings } = command
      if (layer.jobs.includes(generationId)) return document
      const jobs = [...layer.jobs, generationId]
      return change(document, layer, { jobs, operation, name, words, settings, isChanged: false })
    }
    case 'KEEP':
      return keep(document, layer, command.patch)
    case 'KEEP_AS_LAYER': {
      if (document.layers.some(({ id }) => id === command.newId)) return document
      const at = document.layers.indexOf(layer) + 1
      const copy = { ...layer, id: command.newId, kept: command.patch, isVisible: true }
      return { ...document, layers: document.layers.toSpliced(at, 0, copy) }
    }
    case 'DISCARD_RESULT':
      return discard(document, layer, command.result)
    case 'DROP_JOB': {
      if (!layer.jobs.includes(command.generationId)) return document
      return change(document, layer, {
        jobs: layer.jobs.filter((id) => id !== command.generationId),
      })
    }
    case 'DELETE_LAYER': {
      const layers = document.layers.filter((each) => each !== layer)
      const selected = document.selected === layer.id ? null : document.selected
      return { ...document, layers, selected }
    }
    case 'SHOW_LAYER':
      return layer.isVisible === command.isVisible
        ? document
        : change(document, layer, { isVisible: command.isVisible })
    case 'FADE_LAYER': {
      const opacity = Math.min(1, Math.max(0, command.opacity))
      return layer.opacity === opacity ? document : change(document, layer, { opacity })
    }
    case 'RENAME_LAYER':
      return layer.name === command.name
        ? document
        : change(document, layer, { name: command.name })
    case 'MOVE_LAYER':
      return move(document, layer, command.to)
    default:
      return unreachable(command)
  }
}

/** The document with one layer changed. */
export function change(
  document: EditorDocument,
  layer: DocumentLayer,
  changes: Partial<DocumentLayer>,
): EditorDocument {
  const changed = { ...layer, ...changes }
  const layers = document.layers.map((each) => (each === layer ? changed : each))
  return { ...document, layers }
}

function asked(
  document: EditorDocument,
  command: Extract<LayerCommand, { kind: 'ASK' }>,
): EditorDocument {
  const { layerId, generationId, operation, name, words, settings, strokes, aim, extent } = command
  const layer = newLayer(layerId, {
    name,
    operation,
    words,
    settings,
    strokes,
    extent,
    jobs: [generationId],
  })
  // Who goes on painting while the mask is made ready paints the next region.
  const isDraft = strokes.length > 0
  const rest = isDraft
    ? document.strokes.slice(commonLength(document.strokes, strokes))
    : document.strokes
  const { [aim]: _sent, ...others } = document.words
  return {
    ...document,
    layers: [...document.layers, layer],
    strokes: rest,
    frame: extent ? noFrame : document.frame,
    words: others,
  }
}

function keep(document: EditorDocument, layer: DocumentLayer, patch: PlacedPatch): EditorDocument {
  const isKept = layer.kept !== null && isSameResult(layer.kept, patch)
  return isKept ? document : change(document, layer, { kept: patch })
}

function discard(
  document: EditorDocument,
  layer: DocumentLayer,
  result: ResultName,
): EditorDocument {
  if (layer.discarded.some((each) => isSameResult(each, result))) return document
  const { generationId, index } = result
  const isKept = layer.kept !== null && isSameResult(layer.kept, result)
  return change(document, layer, {
    discarded: [...layer.discarded, { generationId, index }],
    kept: isKept ? null : layer.kept,
  })
}

function move(document: EditorDocument, layer: DocumentLayer, to: number): EditorDocument {
  const others = document.layers.filter((each) => each !== layer)
  const place = Math.min(others.length, Math.max(0, Math.trunc(to)))
  if (document.layers.indexOf(layer) === place) return document
  return { ...document, layers: others.toSpliced(place, 0, layer) }
}

function unreachable(command: never): never {
  throw new TypeError(`Not a layer command: ${JSON.stringify(command)}`)
}
