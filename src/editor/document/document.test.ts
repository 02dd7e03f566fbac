import { expect, test } from 'vitest'
import type { Rect } from '#domain/frame/space.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { uuid } from '../../../tests/builders/generation.ts'
import { applyCommand, whole } from './commands.ts'
import { type EditorDocument, editorDocumentSchema, emptyDocument } from './document.ts'
import { type DrawnStroke, hasMask, maxStrokes, type Stroke } from './stroke.ts'
import type { DocumentLayer } from './layer.ts'

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
  expect(hasMask(aDocument(strokes))).toBe(expected)
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

const layer: DocumentLayer = {
  generationId: generationIdSchema.parse(uuid(1)),
  index: 0,
  opacity: 1,
  rect: { x: 90, y: 10, width: 30, height: 20 },
  patchKey: 'results/u/g/0-patch.png',
  name: 'a boat',
}
const other: DocumentLayer = { ...layer, index: 1, patchKey: 'results/u/g/1-patch.png' }

function add(document: EditorDocument, added: DocumentLayer, canvas?: Rect): EditorDocument {
  return applyCommand(document, { kind: 'ADD_LAYER', layer: added, canvas })
}

test('an edit lies over all others, and the mask is gone', () => {
  expect(add(add(aDocument([paint]), other), layer)).toEqual({
    ...aDocument(),
    layers: [other, layer],
  })
})

test('what an edit extended is seen, beside what another one extended', () => {
  const right = { x: 0, y: 0, width: 120, height: 50 }
  const left = { x: -30, y: -5, width: 130, height: 55 }
  const both = { x: -30, y: -5, width: 150, height: 55 }
  expect(add(add(aDocument(), layer, right), other, left).canvas).toEqual(both)
  expect(add(add(aDocument(), other, left), layer, right).canvas).toEqual(both)
})

test('an edit of the picture itself leaves the canvas as it is', () => {
  expect(add(aDocument(), layer, { x: 0, y: 0, width: 100, height: 50 }).canvas).toBeNull()
})

test('a whole picture becomes the base, with nothing over it', () => {
  const wide = { x: 0, y: 0, width: 120, height: 50 }
  const result = { ...base, key: 'results/u/g/0.png' }
  const edited = add(aDocument(), layer, wide)
  expect(applyCommand(edited, { kind: 'ACCEPT_RESULT', base: result })).toEqual({
    ...aDocument(),
    base: result,
  })
})

test('opening a picture whose edits are open too opens it without them', () => {
  const edited = add(aDocument(), layer)
  const plain = applyCommand(edited, { kind: 'OPEN', composition: whole(base), id: 'e' })
  expect(plain).toEqual({ ...emptyDocument('e'), base })
  const again = { base, canvas: { x: 0, y: 0, width: 100, height: 50 }, layers: [layer] }
  expect(applyCommand(edited, { kind: 'OPEN', composition: again, id: 'e' })).toBe(edited)
})

test('beyond the picture a stroke counts where the canvas is extended', () => {
  const outside: DrawnStroke = { kind: 'PAINT', radiusPx: 5, points: [-20, 10] }
  const wide = add(aDocument(), layer, { x: -30, y: 0, width: 130, height: 50 })
  const painted = applyCommand(wide, { kind: 'COMMIT_STROKE', stroke: outside })
  expect(painted.strokes).toEqual([outside])
})

test('accepting a result makes it the base and drops the mask', () => {
  const result = { ...base, key: 'results/u/g/0.png' }
  expect(applyCommand(aDocument([paint]), { kind: 'ACCEPT_RESULT', base: result })).toEqual({
    ...aDocument(),
    base: result,
  })
})

test('clearing an empty mask changes nothing', () => {
  const document = aDocument([paint, clear])
  expect(applyCommand(document, { kind: 'CLEAR_MASK' })).toBe(document)
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
    strokes: [paint, { kind: 'SMUDGE' }, { ...paint, points: [1, 2, 3] }, null, clear],
    promptDraft: { prompt: 'a tree', negativePrompt: 5 },
  }
  expect(editorDocumentSchema.parse(damaged)).toEqual({
    version: 2,
    id: 'd',
    base: null,
    canvas: null,
    layers: [layer, other],
    strokes: [paint, clear],
    frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 },
    promptDraft: { prompt: 'a tree', negativePrompt: '', search: '' },
  })
})
