import { expect, test } from 'vitest'
import { applyCommand } from './commands.ts'
import {
  type DrawnStroke,
  type EditorDocument,
  editorDocumentSchema,
  emptyDocument,
  hasMask,
  maxStrokes,
  type Stroke,
} from './document.ts'

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
  const other = { ...base, key: 'originals/u/b.png' }
  const opened = applyCommand(aDocument([paint]), { kind: 'OPEN_PICTURE', base: other, id: 'e' })
  expect(opened).toEqual({ ...emptyDocument('e'), base: other })
})

test('opening the picture that is open changes nothing', () => {
  const document = aDocument([paint])
  expect(applyCommand(document, { kind: 'OPEN_PICTURE', base, id: 'e' })).toBe(document)
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
  const document = aDocument([paint, clear, invert, erase])
  expect(editorDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
})

test('a damaged document is repaired: what cannot be read is left out', () => {
  const damaged = {
    version: 7,
    id: 'd',
    base: { ...base, widthPx: -1 },
    strokes: [paint, { kind: 'SMUDGE' }, { ...paint, points: [1, 2, 3] }, null, clear],
    promptDraft: { prompt: 'a tree', negativePrompt: 5 },
  }
  expect(editorDocumentSchema.parse(damaged)).toEqual({
    version: 1,
    id: 'd',
    base: null,
    strokes: [paint, clear],
    frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 },
    promptDraft: { prompt: 'a tree', negativePrompt: '', search: '' },
  })
})
