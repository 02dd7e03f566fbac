import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { uuid } from '../../../tests/builders/generation.ts'
import { aKeptLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { applyCommand, type DocumentCommand, whole } from '../document/commands.ts'
import { type EditorDocument, emptyDocument } from '../document/document.ts'
import { type History, record, redo, startHistory, undo } from '../document/history.ts'
import { layerIdSchema } from '../document/layer.ts'
import { quantise } from '../document/stroke.ts'
import { aRegionStep } from '../mask/strokes.fixture.ts'
import { readHistory, storeHistory } from './stored-history.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 100 }
const bound = { maxBytes: Number.POSITIVE_INFINITY, sizeOf: () => 1 }

const rects = fc.record({
  x: fc.integer({ min: -90, max: 90 }),
  y: fc.integer({ min: -90, max: 90 }),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
})

const softness = fc.constantFrom({}, { hardness: 0.25 }, { hardness: 0, strength: 0.5 })
const lines = fc.record({
  kind: fc.constantFrom('PAINT' as const, 'ERASE' as const),
  radiusPx: fc.integer({ min: 1, max: 50 }),
  points: fc
    .array(fc.double({ min: 0, max: 100, noNaN: true }).map(quantise), {
      minLength: 1,
      maxLength: 9,
    })
    .map((points) => [...points, ...points]),
})
const strokes = fc.tuple(lines, softness).map(([line, soft]) => ({ ...line, ...soft }))

const layerIds = fc.constantFrom(...[1, 2, 3].map((n) => layerIdSchema.parse(uuid(n))))
const jobIds = fc.integer({ min: 1, max: 9 }).map((n) => generationIdSchema.parse(uuid(n)))
const results = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 2 }))
  .map(([job, index]) => aPatchOf(job, index))
const asked = {
  generationId: jobIds,
  operation: fc.constantFrom('INPAINT' as const, 'OUTPAINT' as const, 'UPSCALE' as const),
  name: fc.string({ maxLength: 20 }),
  words: fc.record({
    prompt: fc.string({ maxLength: 9 }),
    negativePrompt: fc.constant(''),
    search: fc.constant(''),
  }),
  settings: fc.dictionary(fc.string({ maxLength: 5 }), fc.integer()),
}
const of = (kind: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record({ kind: fc.constant(kind), layerId: layerIds, ...fields })

/** Every command there is, with what it carries. */
const commands = fc.oneof(
  fc.record({
    kind: fc.constant('COMMIT_STROKE' as const),
    stroke: fc.oneof(strokes, aRegionStep),
  }),
  fc.record({
    kind: fc.constant('SET_FRAME' as const),
    frame: fc.record({
      leftPx: fc.nat(90),
      rightPx: fc.nat(90),
      upPx: fc.nat(90),
      downPx: fc.nat(90),
    }),
  }),
  fc.record({
    kind: fc.constant('OPEN' as const),
    id: fc.constantFrom('e', 'f'),
    composition: fc.constantFrom(whole({ ...base, key: 'results/u/g/0.png' }), {
      base,
      canvas: null,
      layers: [aKeptLayer(1), aKeptLayer(2)],
    }),
  }),
  fc.record({
    kind: fc.constant('SELECT' as const),
    layerId: fc.option(layerIds, { nil: null }),
  }),
  fc.record({
    kind: fc.constant('SET_WORDS' as const),
    aim: fc.constantFrom('INPAINT', 'REPLACE'),
    words: fc.record({ prompt: fc.string({ maxLength: 9 }) }),
  }),
  fc.record({
    kind: fc.constant('SET_SETTINGS' as const),
    settings: fc.dictionary(fc.string({ maxLength: 5 }), fc.integer()),
  }),
  of('ASK', {
    ...asked,
    strokes: fc.array(strokes, { maxLength: 3 }),
    aim: fc.constantFrom('INPAINT', 'REPLACE'),
    extent: fc.option(rects, { nil: null }),
  }),
  of('ASK_AGAIN', asked),
  of('KEEP', { patch: results }),
  of('KEEP_AS_LAYER', { newId: layerIds, patch: results }),
  of('DISCARD_RESULT', { result: results }),
  of('DROP_JOB', { generationId: jobIds }),
  of('DELETE_LAYER', {}),
  of('SHOW_LAYER', { isVisible: fc.boolean() }),
  of('FADE_LAYER', { opacity: fc.constantFrom(0, 0.5, 1) }),
  of('RENAME_LAYER', { name: fc.string({ maxLength: 9 }) }),
  of('MOVE_LAYER', { to: fc.nat(3) }),
) as fc.Arbitrary<DocumentCommand>

/** A kind of command that the list above lacks is missed by the compiler. */
const kinds = {
  OPEN: 0,
  COMMIT_STROKE: 0,
  SET_FRAME: 0,
  SELECT: 0,
  SET_WORDS: 0,
  SET_SETTINGS: 0,
  ASK: 0,
  ASK_AGAIN: 0,
  KEEP: 0,
  KEEP_AS_LAYER: 0,
  DISCARD_RESULT: 0,
  DROP_JOB: 0,
  DELETE_LAYER: 0,
  SHOW_LAYER: 0,
  FADE_LAYER: 0,
  RENAME_LAYER: 0,
  MOVE_LAYER: 0,
} satisfies Record<DocumentCommand['kind'], 0>

test('the properties below draw every kind of command', () => {
  const drawn = new Set(fc.sample(commands, 2_000).map(({ kind }) => kind))
  expect([...drawn].toSorted()).toEqual(Object.keys(kinds).toSorted())
})

const moves = fc.oneof({ weight: 5, arbitrary: commands }, fc.constantFrom('undo', 'redo'))

const histories = fc.array(moves, { maxLength: 40 }).map((all) =>
  all.reduce<History<EditorDocument>>(
    (history, move) => {
      if (typeof move === 'string') return move === 'undo' ? undo(history) : redo(history)
      return record(history, applyCommand(history.present, move), bound)
    },
    startHistory({ ...emptyDocument('d'), base }),
  ),
)

test('reading what was stored gives the same document and the same undo steps', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(readHistory(structuredClone(storeHistory(history)))).toEqual(history)
    }),
  )
})

test('undoing all and doing it again ends where it was, whatever was done', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
      const states: EditorDocument[] = [{ ...emptyDocument('d'), base }]
      let history = startHistory(states[0] as EditorDocument)
      for (const command of all) {
        history = record(history, applyCommand(history.present, command), bound)
        if (history.present !== states.at(-1)) states.push(history.present)
      }
      const end = history
      for (const state of states.toReversed()) {
        expect(history.present).toBe(state)
        history = undo(history)
      }
      for (const _ of states) history = redo(history)
      expect(history).toEqual(end)
    }),
  )
})

test('the same commands give the same document, here and elsewhere', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
      const start: EditorDocument = { ...emptyDocument('d'), base }
      const elsewhere = structuredClone(all)
      expect(elsewhere.reduce(applyCommand, start)).toEqual(all.reduce(applyCommand, start))
    }),
  )
})

test('a thousand steps are stored and read', () => {
  let history = startHistory<EditorDocument>({ ...emptyDocument('d'), base })
  for (let index = 0; index < 1_200; index += 1) {
    const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [index, 2] }
    const next = applyCommand(history.present, { kind: 'COMMIT_STROKE', stroke })
    history = record(history, next, bound)
  }
  const read = readHistory(structuredClone(storeHistory(history)))
  expect(read?.past).toEqual(history.past.slice(-1_000))
  expect(read?.present).toEqual(history.present)
})

test('storing takes every stroke once, however many steps share it', () => {
  const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [1, 2, 3, 4] }
  let history = startHistory<EditorDocument>({ ...emptyDocument('d'), base })
  for (let index = 0; index < 20; index += 1) {
    const next = applyCommand(history.present, { kind: 'COMMIT_STROKE', stroke: { ...stroke } })
    history = record(history, next, bound)
  }
  expect(storeHistory(history).strokes).toHaveLength(20)
})

test.each([undefined, null, 'x', {}, { steps: [] }, { steps: [{ document: { id: 3 } }] }])(
  'nothing readable in %j is no document',
  (stored) => {
    expect(readHistory(stored)).toBeUndefined()
  },
)

test('a damaged stroke is left out of every step that had it', () => {
  const commit = (history: History<EditorDocument>, x: number) => {
    const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [x, 2] }
    return record(history, applyCommand(history.present, { kind: 'COMMIT_STROKE', stroke }), bound)
  }
  const history = commit(commit(startHistory({ ...emptyDocument('d'), base }), 1), 2)
  const stored = storeHistory(history)
  const [, second] = stored.strokes
  const read = readHistory({ ...stored, strokes: [{ kind: 'PAINT', points: 'gone' }, second] })
  const kept = { kind: 'PAINT', radiusPx: 5, points: [2, 2] }
  expect(read?.past.map(({ strokes }) => strokes)).toEqual([[], []])
  expect(read?.present.strokes).toEqual([kept])
})

/** As version 1 wrote it: an upload, a stroke, an accepted result, and the stroke that was undone. */
const storedByVersion1 = {
  version: 1,
  strokes: [
    { kind: 'PAINT', radiusPx: 5, points: Int32Array.of(40, 40, 81, 40) },
    { kind: 'INVERT' },
  ],
  steps: [
    {
      document: {
        version: 1,
        id: 'd',
        base,
        frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 },
        promptDraft: { prompt: 'a tree', negativePrompt: '', search: '' },
      },
      keep: 0,
      add: [0],
    },
    {
      document: {
        version: 1,
        id: 'd',
        base: { ...base, key: 'results/u/g/0.png', title: 'Shore' },
        frame: { leftPx: 16, rightPx: 0, upPx: 0, downPx: 0 },
        promptDraft: { prompt: '', negativePrompt: '', search: 'the boat' },
      },
      keep: 0,
      add: [],
    },
    {
      document: {
        version: 1,
        id: 'd',
        base: { ...base, key: 'results/u/g/0.png', title: 'Shore' },
        frame: { leftPx: 16, rightPx: 0, upPx: 0, downPx: 0 },
        promptDraft: { prompt: '', negativePrompt: '', search: 'the boat' },
      },
      keep: 0,
      add: [1],
    },
  ],
  present: 1,
}

test('a history of version 1 opens with its undo steps, each picture without layers', () => {
  const result = { ...base, key: 'results/u/g/0.png', title: 'Shore' }
  const none = { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 }
  const plain = {
    version: 3 as const,
    id: 'd',
    parent: null,
    canvas: null,
    layers: [],
    selected: null,
  }
  const later = {
    ...plain,
    base: result,
    frame: { ...none, leftPx: 16 },
    words: { REPLACE: { prompt: '', negativePrompt: '', search: 'the boat' } },
  }
  expect(readHistory(structuredClone(storedByVersion1))).toEqual({
    past: [
      {
        ...plain,
        base,
        frame: none,
        words: { INPAINT: { prompt: 'a tree', negativePrompt: '', search: '' } },
        strokes: [{ kind: 'PAINT', radiusPx: 5, points: [10, 10, 20.25, 10] }],
      },
    ],
    present: { ...later, strokes: [] },
    future: [{ ...later, strokes: [{ kind: 'INVERT' }] }],
  })
})

test('a history of version 2 opens with its accepted edits as layers', () => {
  const words = { prompt: '', negativePrompt: '', search: '' }
  const frame = { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 }
  const { generationId, index, rect, patchKey } = aPatchOf(16)
  const accepted = { generationId, index, rect, patchKey, opacity: 1, name: 'a boat' }
  const before = { version: 2, id: 'd', base, canvas: null, frame, promptDraft: words }
  const stored = {
    version: 1,
    strokes: [{ kind: 'PAINT', radiusPx: 5, points: Int32Array.of(40, 40) }],
    steps: [
      { document: { ...before, layers: [] }, keep: 0, add: [0] },
      { document: { ...before, layers: [accepted] }, keep: 0, add: [] },
    ],
    present: 1,
  }
  const plain = { ...emptyDocument('d'), base }
  const id = layerIdSchema.parse('00000000-0000-4000-8000-000000000000')
  expect(readHistory(structuredClone(stored))).toEqual({
    past: [{ ...plain, strokes: [{ kind: 'PAINT', radiusPx: 5, points: [10, 10] }] }],
    present: { ...plain, layers: [aKeptLayer(16, { id })] },
    future: [],
  })
})
