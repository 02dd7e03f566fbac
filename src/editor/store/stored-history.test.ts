import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { applyCommand } from '../document/commands.ts'
import { type EditorDocument, emptyDocument } from '../document/document.ts'
import { quantise } from '../document/stroke.ts'
import { type History, record, redo, startHistory, undo } from '../document/history.ts'
import { readHistory, storeHistory } from './stored-history.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 100 }
const bound = { maxBytes: Number.POSITIVE_INFINITY, sizeOf: () => 1 }

const rects = fc.record({
  x: fc.integer({ min: -90, max: 90 }),
  y: fc.integer({ min: -90, max: 90 }),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
})
const layers = fc.record({
  generationId: fc.uuid().map((id) => generationIdSchema.parse(id)),
  index: fc.integer({ min: 0, max: 9 }),
  opacity: fc.constantFrom(0, 0.5, 1),
  rect: rects,
  patchKey: fc.constant('results/u/g/0-patch.png'),
  name: fc.string({ maxLength: 20 }),
})

const moves = fc.oneof(
  fc.record({
    kind: fc.constant('COMMIT_STROKE' as const),
    stroke: fc.record({
      kind: fc.constantFrom('PAINT' as const, 'ERASE' as const),
      radiusPx: fc.integer({ min: 1, max: 50 }),
      points: fc
        .array(fc.double({ min: 0, max: 100, noNaN: true }).map(quantise), {
          minLength: 1,
          maxLength: 9,
        })
        .map((points) => [...points, ...points]),
    }),
  }),
  fc.constantFrom({ kind: 'CLEAR_MASK' as const }, { kind: 'INVERT_MASK' as const }),
  fc.constant({ kind: 'ACCEPT_RESULT' as const, base: { ...base, key: 'results/u/g/0.png' } }),
  fc.record({
    kind: fc.constant('ADD_LAYER' as const),
    layer: layers,
    canvas: fc.option(rects, { nil: undefined }),
  }),
  fc.constantFrom('undo' as const, 'redo' as const),
)

const histories = fc.array(moves, { maxLength: 30 }).map((all) =>
  all.reduce<History<EditorDocument>>(
    (history, move) => {
      if (move === 'undo') return undo(history)
      if (move === 'redo') return redo(history)
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
  const plain = { version: 2 as const, id: 'd', canvas: null, layers: [] }
  const later = {
    ...plain,
    base: result,
    frame: { ...none, leftPx: 16 },
    promptDraft: { prompt: '', negativePrompt: '', search: 'the boat' },
  }
  expect(readHistory(structuredClone(storedByVersion1))).toEqual({
    past: [
      {
        ...plain,
        base,
        frame: none,
        promptDraft: { prompt: 'a tree', negativePrompt: '', search: '' },
        strokes: [{ kind: 'PAINT', radiusPx: 5, points: [10, 10, 20.25, 10] }],
      },
    ],
    present: { ...later, strokes: [] },
    future: [{ ...later, strokes: [{ kind: 'INVERT' }] }],
  })
})
