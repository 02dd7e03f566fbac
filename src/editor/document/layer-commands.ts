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
  if (command.kind === 'KEEP_AS_LAYER') return withCopy(document, layer, command)
  if (command.kind === 'DELETE_LAYER') return without(document, layer)
  if (command.kind === 'MOVE_LAYER') return move(document, layer, command.to)
  return change(document, layer, changesBy(layer, command))
}

type ChangingCommand = Exclude<
  LayerCommand,
  { kind: 'ASK' | 'KEEP_AS_LAYER' | 'DELETE_LAYER' | 'MOVE_LAYER' }
>

/** What a command changes of one layer. */
function changesBy(layer: DocumentLayer, command: ChangingCommand): Partial<DocumentLayer> {
  switch (command.kind) {
    case 'ASK_AGAIN':
      return askedAgain(layer, command)
    case 'KEEP':
      return layer.kept && isSameResult(layer.kept, command.patch) ? {} : { kept: command.patch }
    case 'DISCARD_RESULT':
      return discarded(layer, command.result)
    case 'DROP_JOB':
      return layer.jobs.includes(command.generationId)
        ? { jobs: layer.jobs.filter((id) => id !== command.generationId) }
        : {}
    case 'SHOW_LAYER':
      return { isVisible: command.isVisible }
    case 'FADE_LAYER':
      return { opacity: Math.min(1, Math.max(0, command.opacity)) }
    case 'RENAME_LAYER':
      return { name: command.name }
    default:
      return unreachable(command)
  }
}

/** The document with one layer changed; the same one where that is no change. */
export function change(
  document: EditorDocument,
  layer: DocumentLayer,
  changes: Partial<DocumentLayer>,
): EditorDocument {
  const names = Object.keys(changes) as (keyof DocumentLayer)[]
  if (names.every((name) => layer[name] === changes[name])) return document
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

function askedAgain(
  layer: DocumentLayer,
  { generationId, operation, name, words, settings }: Asked,
): Partial<DocumentLayer> {
  if (layer.jobs.includes(generationId)) return {}
  const jobs = [...layer.jobs, generationId]
  return { jobs, operation, name, words, settings, isChanged: false }
}

function withCopy(
  document: EditorDocument,
  layer: DocumentLayer,
  { newId, patch }: Extract<LayerCommand, { kind: 'KEEP_AS_LAYER' }>,
): EditorDocument {
  if (document.layers.some(({ id }) => id === newId)) return document
  const at = document.layers.indexOf(layer) + 1
  const copy = { ...layer, id: newId, kept: patch, isVisible: true }
  return { ...document, layers: document.layers.toSpliced(at, 0, copy) }
}

function without(document: EditorDocument, layer: DocumentLayer): EditorDocument {
  const layers = document.layers.filter((each) => each !== layer)
  const selected = document.selected === layer.id ? null : document.selected
  return { ...document, layers, selected }
}

function discarded(layer: DocumentLayer, result: ResultName): Partial<DocumentLayer> {
  if (layer.discarded.some((each) => isSameResult(each, result))) return {}
  const { generationId, index } = result
  const isKept = layer.kept !== null && isSameResult(layer.kept, result)
  return {
    discarded: [...layer.discarded, { generationId, index }],
    kept: isKept ? null : layer.kept,
  }
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
