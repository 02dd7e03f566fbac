import { expect, test } from 'vitest'
import { aKeptLayer, aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { applyCommand, type DocumentCommand } from './commands.ts'
import { type EditorDocument, emptyDocument } from './document.ts'
import { type StepKind, stepOf } from './step-of.ts'

const line = { kind: 'PAINT', radiusPx: 5, points: [10, 10, 20, 10] } as const
const [a, b] = [aKeptLayer(1, { strokes: [line] }), aLayer(2)]
const begun: EditorDocument = {
  ...emptyDocument('d'),
  base: { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 80 },
  layers: [a, b],
  strokes: [line],
}
const layerId = a.id

test.each<[StepKind, DocumentCommand]>([
  ['PAINTED', { kind: 'COMMIT_STROKE', stroke: { ...line, points: [30, 30] } }],
  ['ERASED', { kind: 'COMMIT_STROKE', stroke: { ...line, kind: 'ERASE' } }],
  [
    'SELECTED',
    { kind: 'COMMIT_STROKE', stroke: { kind: 'RECTANGLE', mode: 'ADD', outline: [1, 1, 9, 9] } },
  ],
  ['MASK_CHANGED', { kind: 'COMMIT_STROKE', stroke: { kind: 'INVERT' } }],
  ['FRAMED', { kind: 'SET_FRAME', frame: { leftPx: 9, rightPx: 0, upPx: 0, downPx: 0 } }],
  ['KEPT', { kind: 'KEEP', layerId, patch: aPatchOf(1, 1) }],
  ['DISCARDED', { kind: 'DISCARD_RESULT', layerId, result: { ...aPatchOf(1), index: 0 } }],
  ['ADDED', { kind: 'KEEP_AS_LAYER', layerId, newId: aLayer(3).id, patch: aPatchOf(1, 1) }],
  ['DELETED', { kind: 'DELETE_LAYER', layerId }],
  ['MOVED', { kind: 'MOVE_LAYER', layerId, to: 1 }],
  ['CHANGED', { kind: 'FADE_LAYER', layerId, opacity: 0.5 }],
  [
    'OPENED',
    {
      kind: 'OPEN',
      id: 'e',
      composition: { base: { ...begun.base, key: 'k' } as never, canvas: null, layers: [] },
    },
  ],
])('a step says what it did: %s', (kind, command) => {
  expect(stepOf(begun, applyCommand(begun, command)).kind).toBe(kind)
})

test('a step of the mask shows its own stroke, of a layer its region', () => {
  const stroke = { ...line, points: [30, 30] }
  const painted = applyCommand(begun, { kind: 'COMMIT_STROKE', stroke })
  const kept = applyCommand(begun, { kind: 'KEEP', layerId, patch: aPatchOf(1, 1) })
  expect([stepOf(begun, painted).strokes, stepOf(begun, kept).strokes]).toEqual([[stroke], [line]])
})
