import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Rect, screenPoint, toImage } from '#domain/frame/space.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { uuid } from '../../../tests/builders/generation.ts'
import { aPatchOf } from '../../../tests/builders/layer.ts'
import { layerIdSchema } from '../document/layer.ts'
import type { Stroke } from '../document/stroke.ts'
import { createEditorStore } from './editor-store.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 4000, heightPx: 3000 }
const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [10, 10] }

function anEditor() {
  let id = 0
  const store = createEditorStore(() => `document-${(id += 1)}`)
  const { actions } = store.getState()
  actions.setScreen({ widthPx: 1048, heightPx: 800 })
  actions.openPicture(base)
  return { store, actions, present: () => store.getState().document.present }
}

test('an opened picture is fitted', () => {
  const { store } = anEditor()
  // 1048 − 2 × 24 = 1000 px for 4000; then 750 of 800 px are left 25 above and below.
  expect(store.getState().session.viewport).toEqual({ scale: 0.25, offset: { x: 24, y: 25 } })
})

test('the first picture opened is no step to undo', () => {
  const { store } = anEditor()
  expect(store.getState().document.past).toEqual([])
})

test('undo after opening another picture brings back the first with its strokes', () => {
  const { actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.openPicture({ ...base, key: 'originals/u/b.png' })
  actions.undo()
  expect([present().base, present().strokes]).toEqual([base, [stroke]])
})

function asking(n: number, strokes: readonly Stroke[], extent: Rect | null = null) {
  return {
    kind: 'ASK' as const,
    layerId: layerIdSchema.parse(uuid(n)),
    generationId: generationIdSchema.parse(uuid(n)),
    operation: 'INPAINT' as const,
    name: 'a boat',
    words: { prompt: 'a boat', negativePrompt: '', search: '' },
    settings: {},
    strokes,
    aim: 'INPAINT',
    extent,
  }
}

test('asking is one step: undo brings back the drafted region and its words', () => {
  const { actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.setWords('INPAINT', { prompt: 'a boat' })
  actions.run(asking(1, present().strokes))
  expect([present().strokes, present().words, present().layers.length]).toEqual([[], {}, 1])
  actions.undo()
  expect([present().strokes, present().words['INPAINT']?.prompt, present().layers]).toEqual([
    [stroke],
    'a boat',
    [],
  ])
})

test('news of jobs change nothing that a person works with', () => {
  const { store, actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.run(asking(1, present().strokes))
  actions.commitStroke(stroke)
  actions.zoomTo(2)
  const { document, session } = store.getState()
  actions.noteJobs({ made: { [uuid(1)]: [aPatchOf(1)] }, pending: [] })
  expect(store.getState().document).toBe(document)
  expect(store.getState().session).toBe(session)
})

test('a layer asked for leaves the view where it is', () => {
  const { store, actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.zoomTo(2)
  const { viewport } = store.getState().session
  actions.run(asking(1, present().strokes))
  expect(store.getState().session.viewport).toEqual(viewport)
})

test('an extended canvas cannot be moved out of sight on its new side', () => {
  const { store, actions } = anEditor()
  actions.run(asking(1, [], { x: -1000, y: 0, width: 5000, height: 3000 }))
  actions.fit()
  actions.panBy(1e6, 0)
  // 48 px stay: the canvas's left edge, 200 px left of the picture's, at 1048 − 48.
  expect(store.getState().session.viewport.offset.x).toBe(1200)
})

test('what is looked at is left with the layer that it belongs to', () => {
  const { store, actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.run(asking(1, present().strokes))
  actions.look(aPatchOf(1, 1))
  expect(store.getState().session.look).toBeUndefined()
  actions.select(layerIdSchema.parse(uuid(1)))
  actions.look(aPatchOf(1, 1))
  expect(store.getState().session.look?.result).toEqual(aPatchOf(1, 1))
  actions.select(null)
  expect(store.getState().session.look).toBeUndefined()
})

test('who paints while a layer without a mask is selected drafts a region', () => {
  const { actions, present } = anEditor()
  actions.run({ ...asking(1, []), operation: 'RECOLOR' })
  actions.select(layerIdSchema.parse(uuid(1)))
  actions.commitStroke(stroke)
  expect([present().selected, present().strokes]).toEqual([null, [stroke]])
})

test('undo leaves the prompt that is being written', () => {
  const { actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.setWords('INPAINT', { prompt: 'a tree' })
  actions.undo()
  expect([present().strokes, present().words['INPAINT']?.prompt]).toEqual([[], 'a tree'])
})

test('clear and invert can be undone', () => {
  const { actions, present } = anEditor()
  actions.commitStroke(stroke)
  actions.clearMask()
  actions.invertMask()
  actions.undo()
  actions.undo()
  expect(present().strokes).toEqual([stroke])
})

test('zooming keeps the point of the picture under the pointer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 900 }),
      fc.integer({ min: 100, max: 700 }),
      fc.double({ min: 0.3, max: 40, noNaN: true }),
      (x, y, factor) => {
        const { store, actions } = anEditor()
        const pointer = screenPoint(x, y)
        const before = toImage(pointer, store.getState().session.viewport)
        actions.zoomBy(factor, pointer)
        const after = toImage(pointer, store.getState().session.viewport)
        // Unless the picture would leave the screen, which these points and factors cannot cause.
        expect(after.x).toBeCloseTo(before.x, 6)
        expect(after.y).toBeCloseTo(before.y, 6)
      },
    ),
  )
})

test('the scale stays between half of what fits and 3,200 %', () => {
  const { store, actions } = anEditor()
  actions.zoomBy(1e9)
  expect(store.getState().session.viewport.scale).toBe(32)
  actions.zoomBy(1e-9)
  expect(store.getState().session.viewport.scale).toBe(0.1)
})

test('the picture cannot be moved out of sight', () => {
  const { store, actions } = anEditor()
  actions.panBy(1e6, -1e6)
  // 48 px stay: the left edge at 1048 − 48, the top at 48 − 750.
  expect(store.getState().session.viewport.offset).toEqual({ x: 1000, y: -702 })
})

test('a fitted picture stays fitted when the canvas changes size, a moved one stays put', () => {
  const { store, actions } = anEditor()
  actions.setScreen({ widthPx: 548, heightPx: 800 })
  expect(store.getState().session.viewport.scale).toBe(0.125)
  actions.panBy(10, 0)
  const moved = store.getState().session.viewport
  actions.setScreen({ widthPx: 1048, heightPx: 800 })
  expect(store.getState().session.viewport).toEqual(moved)
})

test('who paints while the whole picture is to be changed gets back to painting', () => {
  const { store, actions } = anEditor()
  actions.setAim('UPSCALE')
  actions.commitStroke(stroke)
  expect(store.getState().session.aim).toBe('INPAINT')
  actions.setAim('PRECISE_OUTPAINT')
  actions.commitStroke(stroke)
  expect(store.getState().session.aim).toBe('PRECISE_OUTPAINT')
})

test('another picture, and a result that is opened, start with painting and without a frame', () => {
  const { store, actions, present } = anEditor()
  const frame = { leftPx: 400, rightPx: 0, upPx: 0, downPx: 0 }
  actions.setAim('OUTPAINT')
  actions.setFrame(frame)
  actions.openPicture({ ...base, key: 'results/u/g/0.png', widthPx: 4400 })
  expect([store.getState().session.aim, present().frame.leftPx]).toEqual(['INPAINT', 0])
  actions.undo()
  expect(present().frame).toEqual(frame)
  actions.setAim('OUTPAINT')
  actions.openPicture({ ...base, key: 'originals/u/c.png' })
  expect(store.getState().session.aim).toBe('INPAINT')
})

test('a result that reaches beyond the picture is fitted as a whole', () => {
  const { store, actions } = anEditor()
  const place = { x: -1000, y: 0, width: 5000, height: 3000 }
  actions.setCandidate({ bitmap: {} as ImageBitmap, place })
  // 1000 px for 5000; the picture's own corner lies 1000 × 0.2 px to the right of the result's.
  expect(store.getState().session.viewport).toEqual({ scale: 0.2, offset: { x: 224, y: 100 } })
  actions.setCandidate(undefined)
  expect(store.getState().session.viewport.scale).toBe(0.25)
})
