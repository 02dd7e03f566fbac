import { expect, test, vi } from 'vitest'
import { screenPoint } from '#domain/frame/space.ts'
import { emptyDocument } from '../document/document.ts'
import type { Stroke } from '../document/stroke.ts'
import { createMaskPictureSource, type MaskScene } from './mask-picture.ts'

const base = { pictureId: 'p', key: 'originals/p.png', widthPx: 100, heightPx: 80 }
const line: Stroke = { kind: 'PAINT', radiusPx: 4, points: [1, 1, 9, 9] }
const region: Stroke = { kind: 'RECTANGLE', mode: 'ADD', outline: [0, 0, 9, 9] }

/** @param x how far the view was dragged */
function sceneOf(strokes: readonly Stroke[], x = 0): MaskScene {
  return {
    document: { ...emptyDocument('d'), base, strokes },
    viewport: { scale: 1, offset: screenPoint(x, 0) },
    screen: { widthPx: 100, heightPx: 80 },
  }
}

function open() {
  const close = vi.fn()
  const render = vi.fn(async () => ({ close }) as unknown as ImageBitmap)
  const prepare = vi.fn()
  const source = createMaskPictureSource({
    client: { prepare, render },
    onArrival() {},
    pixelRatio: 1,
  })
  return { source, prepare, render, close }
}

test('of an empty mask no picture is made, however the view moves', () => {
  const { source, prepare, render } = open()
  for (let x = 0; x < 30; x += 1) expect(source.update(sceneOf([], x))).toBe(true)
  expect(source.current()).toBeUndefined()
  expect(source.pending()).toEqual([])
  expect(render).not.toHaveBeenCalled()
  // What makes the pictures is there all the same, for when there is no network.
  expect(prepare).toHaveBeenCalled()
  source.close()
})

test('the first line over an empty mask is on the screen at once; the first region is waited for', () => {
  const { source, render } = open()
  source.update(sceneOf([]))
  expect(source.update(sceneOf([line]))).toBe(true)
  expect(source.pending()).toEqual([line])
  source.update(sceneOf([]))
  expect(source.update(sceneOf([region]))).toBe(false)
  expect(render).toHaveBeenCalledTimes(1)
  source.close()
})

test('a mask that is opened with strokes is waited for, and its picture goes when all are undone', async () => {
  const { source, render, close } = open()
  expect(source.update(sceneOf([line]))).toBe(false)
  await vi.waitFor(() => expect(source.current()).toBeDefined())
  expect(render).toHaveBeenCalledTimes(1)
  source.update(sceneOf([]))
  expect(source.current()).toBeUndefined()
  expect(close).toHaveBeenCalledTimes(1)
  source.close()
})
