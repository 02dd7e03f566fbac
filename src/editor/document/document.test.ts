import { expect, test } from 'vitest'
import { uuid } from '../../../tests/builders/generation.ts'
import { aKeptLayer, aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { applyCommand, whole } from './commands.ts'
import {
  canvasRect,
  type EditorDocument,
  editorDocumentSchema,
  emptyDocument,
  wordsFor,
} from './document.ts'
import { type DocumentLayer, layerIdSchema, type PlacedPatch } from './layer.ts'
import { type DrawnStroke, hasMask, maxStrokes, type Stroke } from './stroke.ts'
import { noWords } from './words.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 50 }
const paint: DrawnStroke = { kind: 'PAINT', radiusPx: 5, points: [10, 10, 20, 10] }
const erase: DrawnStroke = { ...paint, kind: 'ERASE' }
const clear: Stroke = { kind: 'CLEAR' }
const invert: Stroke = { kind: 'INVERT' }

function aDocument(strokes: readonly Stroke[] = []): EditorDocument {
  return { ...emptyDocument('d'), base, strokes }
}

test.each([
  [[], false],
  [[paint], true],
  [[erase], false],
  [[paint, erase], true],
  [[paint, clear], false],
  [[invert], true],
  [[invert, invert], false],
  [[invert, erase, invert], true],
  [[paint, invert, clear, erase], false],
] as const)('whether %j leaves a mask: %s', (strokes, expected) => {
  expect(hasMask(strokes)).toBe(expected)
})

test('opening another picture starts an empty document', () => {
  const another = { ...base, key: 'originals/u/b.png' }
  const opened = applyCommand(aDocument([paint]), {
    kind: 'OPEN',
    composition: whole(another),
    id: 'e',
  })
  expect(opened).toEqual({ ...emptyDocument('e'), base: another })
})

test('opening the picture that is open changes nothing', () => {
  const document = aDocument([paint])
  expect(applyCommand(document, { kind: 'OPEN', composition: whole(base), id: 'e' })).toBe(document)
})

const layer = aKeptLayer(1)
const other = aKeptLayer(2)

function edited(layers: readonly DocumentLayer[], document = aDocument()): EditorDocument {
  return { ...document, layers }
}

test('what shown layers extend is seen, and no more once they are hidden', () => {
  const right = { x: 0, y: 0, width: 120, height: 50 }
  const left = { x: -30, y: -5, width: 130, height: 55 }
  const both = [aLayer(1, { extent: right }), aLayer(2, { extent: left })]
  expect(canvasRect(edited(both))).toEqual({ x: -30, y: -5, width: 150, height: 55 })
  expect(canvasRect(edited(both.toReversed()))).toEqual({ x: -30, y: -5, width: 150, height: 55 })
  expect(canvasRect(edited([aLayer(1, { extent: left, isVisible: false })]))).toEqual({
    x: 0,
    y: 0,
    width: 100,
    height: 50,
  })
})

test('opening a picture whose edits are open too opens it without them', () => {
  const document = edited([layer])
  const plain = applyCommand(document, { kind: 'OPEN', composition: whole(base), id: 'e' })
  expect(plain).toEqual({ ...emptyDocument('e'), base })
  const again = { base, canvas: { x: 0, y: 0, width: 100, height: 50 }, layers: [layer] }
  expect(applyCommand(document, { kind: 'OPEN', composition: again, id: 'e' })).toBe(document)
})

test('beyond the picture a stroke counts where the canvas is extended', () => {
  const outside: DrawnStroke = { kind: 'PAINT', radiusPx: 5, points: [-20, 10] }
  const wide = edited([aLayer(1, { extent: { x: -30, y: 0, width: 130, height: 50 } })])
  const painted = applyCommand(wide, { kind: 'COMMIT_STROKE', stroke: outside })
  expect(painted.strokes).toEqual([outside])
})

test('while a layer is selected, strokes and words are its own', () => {
  const selected = { ...edited([layer, other], aDocument([paint])), selected: layer.id }
  const painted = applyCommand(selected, { kind: 'COMMIT_STROKE', stroke: erase })
  const worded = applyCommand(painted, {
    kind: 'SET_WORDS',
    aim: 'INPAINT',
    words: { prompt: 'a raft' },
  })
  expect(worded).toEqual({
    ...selected,
    layers: [
      { ...layer, strokes: [erase], isChanged: true, words: { ...noWords, prompt: 'a raft' } },
      other,
    ],
  })
})

test('words typed for one operation are no other’s', () => {
  const typed = applyCommand(aDocument(), {
    kind: 'SET_WORDS',
    aim: 'REPLACE',
    words: { prompt: 'a fork', search: 'the spoon' },
  })
  expect(wordsFor(typed, 'REPLACE')).toEqual({
    prompt: 'a fork',
    negativePrompt: '',
    search: 'the spoon',
  })
  expect(wordsFor(typed, 'RECOLOR')).toEqual(noWords)
})

test('a stroke that does not reach the picture changes nothing', () => {
  const document = aDocument()
  const outside: DrawnStroke = { kind: 'PAINT', radiusPx: 5, points: [-20, 10, -5.5, 40] }
  expect(applyCommand(document, { kind: 'COMMIT_STROKE', stroke: outside })).toBe(document)
})

test('without a picture nothing can be painted', () => {
  const document = emptyDocument('d')
  expect(applyCommand(document, { kind: 'COMMIT_STROKE', stroke: paint })).toBe(document)
})

test('a full document forgets what lies before the last clearing', () => {
  const strokes = [...Array.from({ length: maxStrokes - 1 }, () => paint), clear]
  const next = applyCommand(aDocument(strokes), { kind: 'COMMIT_STROKE', stroke: paint })
  expect(next.strokes).toEqual([clear, paint])
})

test('a stored document is read back as it was', () => {
  const strokes = [paint, clear, invert, erase]
  const canvas = { x: -30, y: -5, width: 150, height: 55 }
  const document = { ...aDocument(strokes), canvas, layers: [layer, other] }
  expect(editorDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
})

test('a damaged document is repaired: what cannot be read is left out', () => {
  const damaged = {
    version: 7,
    id: 'd',
    base: { ...base, widthPx: -1 },
    canvas: { x: 0, y: 0, width: 0, height: 9 },
    layers: [layer, { ...layer, opacity: 2 }, null, other],
    selected: 'nothing',
    strokes: [paint, { kind: 'SMUDGE' }, { ...paint, points: [1, 2, 3] }, null, clear],
    words: { INPAINT: { prompt: 'a tree', negativePrompt: 5 } },
  }
  expect(editorDocumentSchema.parse(damaged)).toEqual({
    version: 3,
    id: 'd',
    base: null,
    parent: null,
    canvas: null,
    layers: [layer, { ...layer, opacity: 1 }, other],
    selected: null,
    strokes: [paint, clear],
    frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 },
    words: { INPAINT: { prompt: 'a tree', negativePrompt: '', search: '' } },
  })
})

/** As version 2 wrote it: two accepted edits of one job over an extended picture, and typed words. */
const storedByVersion2 = {
  version: 2,
  id: 'd',
  base,
  canvas: { x: -30, y: 0, width: 130, height: 50 },
  layers: [
    {
      generationId: uuid(7),
      index: 0,
      opacity: 0.5,
      rect: { x: 90, y: 10, width: 30, height: 20 },
      patchKey: 'results/u/g/0-patch.png',
      name: 'a boat',
    },
    {
      generationId: uuid(7),
      index: 1,
      opacity: 1,
      rect: { x: 0, y: 10, width: 30, height: 20 },
      patchKey: 'results/u/g/1-patch.png',
      name: '',
    },
  ],
  strokes: [paint],
  frame: { leftPx: 16, rightPx: 0, upPx: 0, downPx: 0 },
  promptDraft: { prompt: 'a tree', negativePrompt: '', search: 'the boat' },
}

test('a document of version 2 has its edits as layers, and its words where they belong', () => {
  const [boat, second] = storedByVersion2.layers
  const asLayer = (stored: typeof boat, id: string) =>
    aLayer(7, {
      id: layerIdSchema.parse(id),
      name: stored?.name ?? '',
      opacity: stored?.opacity ?? 0,
      kept: aPatchOf(7, stored?.index, {
        rect: stored?.rect ?? base,
        patchKey: stored?.patchKey ?? '',
      } as Partial<PlacedPatch>),
    })
  expect(editorDocumentSchema.parse(storedByVersion2)).toEqual({
    version: 3,
    id: 'd',
    base,
    parent: null,
    canvas: storedByVersion2.canvas,
    layers: [
      asLayer(boat, '00000000-0000-4000-8000-000000000000'),
      asLayer(second, '00000000-0000-4000-8000-000000000100'),
    ],
    selected: null,
    strokes: [paint],
    frame: storedByVersion2.frame,
    words: {
      INPAINT: { prompt: 'a tree', negativePrompt: '', search: '' },
      REPLACE: { prompt: 'a tree', negativePrompt: '', search: 'the boat' },
    },
  })
})
