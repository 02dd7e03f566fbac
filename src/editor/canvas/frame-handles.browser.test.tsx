import { Konva } from 'konva/lib/Core.js'
import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { editorStore } from '../store/editor-store.ts'
import { EditorCanvas } from './editor-canvas.tsx'

const { actions } = editorStore.getState()
const frame = () => editorStore.getState().document.present.frame
const dragged = () => editorStore.getState().session.draggedFrame
const none = { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 }

afterEach(async () => {
  await cleanup()
  actions.closePicture()
  if (Konva.stages.length > 0) throw new Error('A Konva stage was leaked.')
})

/** A picture of 600 × 400 to be extended, in a box of 648 × 448 CSS pixels. */
async function anEditor() {
  const view = await render(
    <div style={{ position: 'relative', width: 648, height: 448 }}>
      <EditorCanvas image={undefined} patches={new Map()} label="Test picture" />
    </div>,
  )
  actions.openPicture({ pictureId: 'p', key: 'originals/u/a.png', widthPx: 600, heightPx: 400 })
  actions.setAim('OUTPAINT')
  const handle = (name: string) => view.getByRole('slider', { name })
  await expect.element(handle('Extend to the right')).toBeVisible()
  return { view, handle }
}

function press(target: Element, type: string, at: { x: number; y: number; altKey?: boolean }) {
  const { x: clientX, y: clientY, altKey = false } = at
  const element = target as HTMLElement
  element.setPointerCapture = () => undefined
  const more = { pointerId: 1, bubbles: true, cancelable: true }
  element.dispatchEvent(new PointerEvent(type, { clientX, clientY, altKey, ...more }))
}

test('a side follows the pointer and is one step to undo when it is let go', async () => {
  const { handle } = await anEditor()
  const { scale } = editorStore.getState().session.viewport
  const right = handle('Extend to the right').element()
  press(right, 'pointerdown', { x: 0, y: 0 })
  press(right, 'pointermove', { x: 50, y: 20 })
  press(right, 'pointermove', { x: 100 * scale, y: 20 })
  expect([frame(), dragged()]).toEqual([none, { ...none, rightPx: 100 }])
  press(right, 'pointerup', { x: 100 * scale, y: 20 })
  expect([frame(), dragged()]).toEqual([{ ...none, rightPx: 100 }, undefined])
  actions.undo()
  expect(frame()).toEqual(none)
})

test('with Alt the opposite side grows as far', async () => {
  const { handle } = await anEditor()
  const { scale } = editorStore.getState().session.viewport
  const up = handle('Extend upwards').element()
  press(up, 'pointerdown', { x: 0, y: 0 })
  press(up, 'pointermove', { x: 0, y: -40 * scale, altKey: true })
  press(up, 'pointerup', { x: 0, y: -40 * scale })
  expect(frame()).toEqual({ ...none, upPx: 40, downPx: 40 })
})

test('a gesture that the browser takes away leaves the frame as it was', async () => {
  const { handle } = await anEditor()
  const left = handle('Extend to the left').element()
  press(left, 'pointerdown', { x: 0, y: 0 })
  press(left, 'pointermove', { x: -50, y: 0 })
  press(left, 'pointercancel', { x: -50, y: 0 })
  expect([frame(), dragged()]).toEqual([none, undefined])
})

test('the keys move a side, and its value is said', async () => {
  const { handle } = await anEditor()
  const left = handle('Extend to the left')
  ;(left.element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{Shift>}{ArrowLeft}{/Shift}')
  // Two steps of 16 pixels, and one back by a single one.
  expect(frame()).toEqual({ ...none, leftPx: 31 })
  await expect.element(left).toHaveAttribute('aria-valuetext', '31 px')
  await userEvent.keyboard('{Home}')
  expect(frame()).toEqual(none)
})

test('the whole frame stays in sight after it has grown', async () => {
  const { handle } = await anEditor()
  actions.setFrame({ ...none, rightPx: 3000 })
  const box = handle('Extend to the right').element().getBoundingClientRect()
  expect(box.right).toBeLessThan(648)
})
