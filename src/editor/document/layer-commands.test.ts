import { expect, test } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { uuid } from '../../../tests/builders/generation.ts'
import { aKeptLayer, aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { applyCommand } from './commands.ts'
import { type EditorDocument, emptyDocument } from './document.ts'
import { type DocumentLayer, layerIdSchema } from './layer.ts'
import type { LayerCommand } from './layer-commands.ts'
import type { Stroke } from './stroke.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 50 }
const paint: Stroke = { kind: 'PAINT', radiusPx: 5, points: [10, 10, 20, 10] }
const words = { prompt: 'a raft', negativePrompt: '', search: '' }

function aDocument(layers: readonly DocumentLayer[] = []): EditorDocument {
  return { ...emptyDocument('d'), base, layers }
}

const asked = {
  kind: 'ASK',
  layerId: layerIdSchema.parse(uuid(1)),
  generationId: generationIdSchema.parse(uuid(11)),
  operation: 'INPAINT',
  name: 'a raft',
  words,
  settings: { count: 2 },
  strokes: [paint],
  aim: 'INPAINT',
  extent: null,
} as const satisfies LayerCommand

test('what is asked for is a layer over all others, and the draft is empty again', () => {
  const other = { prompt: 'a fork', negativePrompt: '', search: '' }
  const drafted = {
    ...aDocument([aLayer(9)]),
    strokes: asked.strokes,
    words: { INPAINT: words, RECOLOR: other },
  }
  const made = aLayer(1, {
    name: 'a raft',
    words,
    settings: { count: 2 },
    strokes: [paint],
    jobs: [asked.generationId],
  })
  expect(applyCommand(drafted, asked)).toEqual({
    ...aDocument([aLayer(9), made]),
    words: { RECOLOR: other },
  })
})

test('what was painted while the mask was made ready stays in the draft', () => {
  const later: Stroke = { kind: 'PAINT', radiusPx: 5, points: [1, 1] }
  const drafted = { ...aDocument(), strokes: [...asked.strokes, later] }
  expect(applyCommand(drafted, asked).strokes).toEqual([later])
})

test('the same command again changes nothing', () => {
  const once = applyCommand({ ...aDocument(), strokes: asked.strokes }, asked)
  expect(applyCommand(once, asked)).toBe(once)
})

test('asking again adds a job to the layer, with its words and its mask as they are now', () => {
  const layer = aKeptLayer(1, { strokes: [paint], isChanged: true })
  const { generationId, operation, name, settings } = asked
  const again = { layerId: layer.id, generationId, operation, name, words, settings }
  expect(applyCommand(aDocument([layer]), { kind: 'ASK_AGAIN', ...again }).layers).toEqual([
    {
      ...layer,
      jobs: [...layer.jobs, generationId],
      isChanged: false,
      name,
      words,
      settings,
    },
  ])
})

const [low, high] = [aKeptLayer(1), aKeptLayer(2)]
const second = aPatchOf(1, 1)

test.each<[string, LayerCommand, readonly DocumentLayer[]]>([
  [
    'keeping another result',
    { kind: 'KEEP', layerId: low.id, patch: second },
    [{ ...low, kept: second }, high],
  ],
  [
    'keeping a result as another layer, over the first',
    {
      kind: 'KEEP_AS_LAYER',
      layerId: low.id,
      newId: layerIdSchema.parse(uuid(3)),
      patch: second,
    },
    [low, { ...low, id: layerIdSchema.parse(uuid(3)), kept: second }, high],
  ],
  [
    'discarding the result that was kept',
    { kind: 'DISCARD_RESULT', layerId: low.id, result: aPatchOf(1) },
    [
      {
        ...low,
        kept: null,
        discarded: [{ generationId: low.jobs[0] ?? '', index: 0 }],
      } as DocumentLayer,
      high,
    ],
  ],
  [
    'dropping a job',
    { kind: 'DROP_JOB', layerId: low.id, generationId: aPatchOf(1).generationId },
    [{ ...low, jobs: [] }, high],
  ],
  ['deleting a layer', { kind: 'DELETE_LAYER', layerId: low.id }, [high]],
  [
    'hiding a layer',
    { kind: 'SHOW_LAYER', layerId: high.id, isVisible: false },
    [low, { ...high, isVisible: false }],
  ],
  [
    'fading a layer, no further than there is',
    { kind: 'FADE_LAYER', layerId: high.id, opacity: -1 },
    [low, { ...high, opacity: 0 }],
  ],
  [
    'naming a layer',
    { kind: 'RENAME_LAYER', layerId: high.id, name: 'sail' },
    [low, { ...high, name: 'sail' }],
  ],
  ['moving a layer up', { kind: 'MOVE_LAYER', layerId: low.id, to: 5 }, [high, low]],
])('%s', (...[, command, expected]) => {
  const document = aDocument([low, high])
  const next = applyCommand(document, command)
  expect(next).toEqual(aDocument(expected))
  expect(applyCommand(next, command)).toBe(next)
})

test('a deleted layer is selected no more, and a command for it changes nothing', () => {
  const document = { ...aDocument([low]), selected: low.id }
  const deleted = applyCommand(document, { kind: 'DELETE_LAYER', layerId: low.id })
  expect(deleted).toEqual(aDocument())
  expect(applyCommand(deleted, { kind: 'FADE_LAYER', layerId: low.id, opacity: 0 })).toBe(deleted)
})
