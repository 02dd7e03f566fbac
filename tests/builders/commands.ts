import * as fc from 'fast-check'
import { generationIdSchema } from '#domain/ids.ts'
import { applyCommand, type DocumentCommand } from '../../src/editor/document/commands.ts'
import { type EditorDocument } from '../../src/editor/document/document.ts'
import { type LayerId, layerIdSchema } from '../../src/editor/document/layer.ts'
import { uuid } from './generation.ts'
import { aPatchOf } from './layer.ts'

/** Every command of a document, as numbers choose what and where. */

type Numbers = { readonly where: number; readonly what: number; readonly own: number }
type Making = (numbers: Numbers, layerId: LayerId, document: EditorDocument) => DocumentCommand

const jobId = (own: number) => generationIdSchema.parse(uuid(own))
const newId = (own: number) => layerIdSchema.parse(uuid(own))
const words = (what: number) => ({ prompt: `words ${what}`, negativePrompt: '', search: '' })
const asked = ({ what, own }: Numbers) => ({
  generationId: jobId(own),
  operation: 'INPAINT' as const,
  name: `name ${what}`,
  words: words(what),
  settings: { count: what },
})
const patchOf = ({ what }: Numbers) => aPatchOf(what)

/** The compiler asks for each kind that there is. */
const makings: Readonly<Record<DocumentCommand['kind'], Making>> = {
  OPEN: ({ own }) => ({
    kind: 'OPEN',
    id: uuid(own),
    composition: { base: aBase(own), canvas: null, layers: [] },
  }),
  COMMIT_STROKE: ({ where, what }) => ({
    kind: 'COMMIT_STROKE',
    stroke:
      what === 0
        ? { kind: 'INVERT' }
        : { kind: what === 1 ? 'ERASE' : 'PAINT', radiusPx: 5, points: [where, what] },
  }),
  SET_FRAME: ({ what }) => ({
    kind: 'SET_FRAME',
    frame: { leftPx: what, rightPx: 0, upPx: 0, downPx: 0 },
  }),
  SELECT: ({ what }, layerId) => ({ kind: 'SELECT', layerId: what === 0 ? null : layerId }),
  SET_WORDS: ({ what }) => ({ kind: 'SET_WORDS', aim: 'INPAINT', words: words(what) }),
  SET_SETTINGS: ({ what }) => ({ kind: 'SET_SETTINGS', settings: { count: what } }),
  ASK: (numbers, _layer, { strokes }) => ({
    kind: 'ASK',
    ...asked(numbers),
    layerId: newId(numbers.own),
    strokes,
    aim: 'INPAINT',
    extent: numbers.what === 0 ? { x: -5, y: 0, width: 105, height: 80 } : null,
  }),
  ASK_AGAIN: (numbers, layerId) => ({ kind: 'ASK_AGAIN', layerId, ...asked(numbers) }),
  KEEP: (numbers, layerId) => ({ kind: 'KEEP', layerId, patch: patchOf(numbers) }),
  KEEP_AS_LAYER: (numbers, layerId) => ({
    kind: 'KEEP_AS_LAYER',
    layerId,
    newId: newId(numbers.own),
    patch: patchOf(numbers),
  }),
  DISCARD_RESULT: ({ what }, layerId) => ({
    kind: 'DISCARD_RESULT',
    layerId,
    result: { generationId: jobId(what), index: 0 },
  }),
  DROP_JOB: (_numbers, layerId, { layers }) => ({
    kind: 'DROP_JOB',
    layerId,
    generationId: layers.find(({ id }) => id === layerId)?.jobs[0] ?? jobId(0),
  }),
  DELETE_LAYER: (_numbers, layerId) => ({ kind: 'DELETE_LAYER', layerId }),
  SHOW_LAYER: ({ what }, layerId) => ({ kind: 'SHOW_LAYER', layerId, isVisible: what > 0 }),
  FADE_LAYER: ({ what }, layerId) => ({ kind: 'FADE_LAYER', layerId, opacity: what / 5 }),
  RENAME_LAYER: ({ what }, layerId) => ({ kind: 'RENAME_LAYER', layerId, name: `name ${what}` }),
  MOVE_LAYER: ({ what }, layerId) => ({ kind: 'MOVE_LAYER', layerId, to: what }),
}

/** A picture of 100 × 80. */
export function aBase(own: number) {
  return { pictureId: uuid(own), key: `originals/u/${own}.png`, widthPx: 100, heightPx: 80 }
}

/** One thing that somebody does to a document, whatever is in it. */
export type Doing = {
  readonly kind: DocumentCommand['kind']
  readonly on: (document: EditorDocument) => DocumentCommand
}

/** @param but kinds that are left out */
export function doings(but: readonly DocumentCommand['kind'][] = []): fc.Arbitrary<Doing> {
  const kinds = (Object.keys(makings) as DocumentCommand['kind'][]).filter(
    (kind) => !but.includes(kind),
  )
  const numbers = fc.record({ where: fc.nat(90), what: fc.nat(5), own: fc.nat(1_000_000) })
  return fc.tuple(fc.constantFrom(...kinds), numbers).map(([kind, each]) => ({
    kind,
    on(document) {
      const { layers } = document
      const layer = layers[each.where % Math.max(1, layers.length)]
      return makings[kind](each, layer?.id ?? newId(0), document)
    },
  }))
}

/** The document after all of it. */
export function done(document: EditorDocument, steps: readonly Doing[]): EditorDocument {
  return steps.reduce((now, { on }) => applyCommand(now, on(now)), document)
}
