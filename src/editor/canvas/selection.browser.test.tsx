import { Konva } from 'konva/lib/Core.js'
import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { paintedStrokes } from '../document/document.ts'
import { Toolbar } from '../panels/toolbar.tsx'
import type { Tool } from '../store/editor-state.ts'
import { editorStore } from '../store/editor-store.ts'
import { rasteriseMask } from '../store/export-mask.ts'
import { initialSession } from '../store/session-actions.ts'
import { EditorCanvas } from './editor-canvas.tsx'

const { actions } = editorStore.getState()
const size = { widthPx: 1200, heightPx: 800 }
const noPatches = new Map()

afterEach(async () => {
  await cleanup()
  actions.closePicture()
  editorStore.setState({ session: initialSession })
  if (Konva.stages.length > 0) throw new Error('A Konva stage was leaked.')
})

/** A blue square from 300, 200 to 600, 500 on green, with another one at the right. */
function squares(): ImageBitmap {
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('No 2D canvas.')
  pen.fillStyle = 'rgb(40 120 60)'
  pen.fillRect(0, 0, size.widthPx, size.heightPx)
  pen.fillStyle = 'rgb(30 60 190)'
  pen.fillRect(300, 200, 300, 300)
  pen.fillRect(900, 200, 200, 200)
  return canvas.transferToImageBitmap()
}

/** The editor in a box of 648 × 448 CSS pixels: the picture is shown at half its size. */
async function anEditor(tool: Tool, image = squares()) {
  const view = await render(
    <div style={{ position: 'relative', width: 648, height: 448 }}>
      <EditorCanvas image={image} patches={noPatches} label="Test picture" />
    </div>,
  )
  actions.openPicture({ pictureId: 'p', key: 'originals/u/a.png', ...size })
  actions.setTool(tool)
  const surface = view.getByRole('application', { name: 'Test picture' }).element() as HTMLElement
  expect(editorStore.getState().session.viewport.scale).toBe(0.5)
  const overlay = view.container.querySelector('svg')
  if (!overlay) throw new Error('The overlay is missing.')
  return { surface, overlay, view }
}

type Place = readonly [x: number, y: number]

/** Where a place of the picture is on the surface, CSS pixels. */
function positionOf([x, y]: Place) {
  const { scale, offset } = editorStore.getState().session.viewport
  return { x: x * scale + offset.x, y: y * scale + offset.y }
}

type Held = Pick<
  PointerEventInit,
  'shiftKey' | 'altKey' | 'pointerType' | 'pointerId' | 'button' | 'buttons'
>

function send(surface: HTMLElement, type: string, at: Place, held: Held = {}) {
  const { left, top } = surface.getBoundingClientRect()
  const { x, y } = positionOf(at)
  surface.setPointerCapture = () => undefined
  surface.dispatchEvent(
    new PointerEvent(type, {
      clientX: left + x,
      clientY: top + y,
      pointerId: 7,
      bubbles: true,
      cancelable: true,
      ...held,
    }),
  )
}

function drag(surface: HTMLElement, path: readonly Place[], held: Held = {}) {
  send(surface, 'pointerdown', path[0] ?? [0, 0], held)
  for (const at of path.slice(1)) send(surface, 'pointermove', at, held)
  send(surface, 'pointerup', path.at(-1) ?? [0, 0], held)
}

const strokes = () => paintedStrokes(editorStore.getState().document.present)
const mask = () => rasteriseMask(editorStore.getState().document.present).pixels
const maskedAt = ([x, y]: Place) => mask()[y * size.widthPx + x]
const masked = () => mask().reduce((sum, value) => sum + value / 255, 0)

test('a real mouse drags a rectangle, which is one step to undo', async () => {
  const { surface } = await anEditor('RECTANGLE')
  await userEvent.dragAndDrop(surface, surface, {
    sourcePosition: positionOf([200, 200]),
    targetPosition: positionOf([500, 300]),
  })
  expect(masked()).toBe(300 * 100)
  expect([maskedAt([200, 200]), maskedAt([499, 299]), maskedAt([500, 300])]).toEqual([255, 255, 0])
  actions.undo()
  expect(masked()).toBe(0)
})

test('a finger draws an ellipse, and shift makes it a circle', async () => {
  const { surface } = await anEditor('ELLIPSE')
  const finger = { pointerType: 'touch' }
  send(surface, 'pointerdown', [200, 200], finger)
  send(surface, 'pointermove', [400, 240], { ...finger, shiftKey: false })
  send(surface, 'pointermove', [400, 300], { ...finger, shiftKey: true })
  send(surface, 'pointerup', [400, 300], finger)
  expect(strokes()).toEqual([{ kind: 'ELLIPSE', mode: 'ADD', outline: [200, 200, 400, 400] }])
  expect(masked() / (Math.PI * 100 * 100)).toBeCloseTo(1, 3)
})

test('keys that are held subtract and intersect, and so do the buttons', async () => {
  const { surface, view } = await anEditor('RECTANGLE')
  drag(surface, [
    [100, 100],
    [300, 300],
  ])
  drag(
    surface,
    [
      [200, 100],
      [300, 300],
    ],
    { altKey: true },
  )
  expect(masked()).toBe(100 * 200)
  drag(
    surface,
    [
      [100, 100],
      [200, 150],
    ],
    { altKey: true, shiftKey: true },
  )
  expect(masked()).toBe(100 * 50)
  await render(<Toolbar />)
  await userEvent.click(view.getByRole('button', { name: 'Subtract from the mask' }))
  drag(surface, [
    [100, 100],
    [150, 150],
  ])
  expect(masked()).toBe(50 * 50)
})

test('a lasso is closed by letting go; while it is drawn, its outline shows', async () => {
  const { surface, overlay } = await anEditor('LASSO')
  send(surface, 'pointerdown', [100, 100])
  send(surface, 'pointermove', [300, 100])
  send(surface, 'pointermove', [300, 300])
  const outline = overlay.querySelector('path[data-name="outline"]')
  expect(outline?.getAttribute('d')).toMatch(/^M.*Z$/)
  send(surface, 'pointerup', [300, 300])
  expect(outline?.getAttribute('d')).toBe('')
  expect(masked()).toBeCloseTo((200 * 200) / 2, -3)
})

test('a polygon takes corners by real clicks, one back by a key, and closes at its first', async () => {
  const { surface } = await anEditor('POLYGON')
  for (const corner of [
    [100, 100],
    [500, 100],
    [700, 700],
    [500, 500],
  ] as const) {
    if (corner[0] === 500 && corner[1] === 500) await userEvent.keyboard('{Backspace}')
    await userEvent.click(surface, { position: positionOf(corner) })
  }
  await userEvent.click(surface, { position: positionOf([101, 101]) })
  expect(strokes()).toEqual([
    { kind: 'POLYGON', mode: 'ADD', outline: [100, 100, 500, 100, 500, 500] },
  ])
})

test('a rectangle is drawn by keys alone', async () => {
  const { surface } = await anEditor('BRUSH')
  surface.focus()
  // The first arrow shows the pointer amid the canvas; each further one is 16 pixels on screen.
  await userEvent.keyboard('m{ArrowLeft}{ArrowLeft}{Enter}')
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}{Enter}')
  expect(masked()).toBe(64 * 32)
  await userEvent.keyboard('{Control>}a{/Control}')
  expect(masked()).toBe(size.widthPx * size.heightPx)
})

test('Escape drops a polygon that waits for its next corner', async () => {
  const { surface, overlay } = await anEditor('POLYGON')
  await userEvent.click(surface, { position: positionOf([100, 100]) })
  await userEvent.keyboard('{Escape}')
  expect(overlay.querySelector('path[data-name="outline"]')?.getAttribute('d')).toBe('')
  expect(strokes()).toEqual([])
})

test('the wand takes what hangs together, or every place of that colour', async () => {
  const { surface } = await anEditor('WAND')
  await userEvent.click(surface, { position: positionOf([450, 350]) })
  await vi.waitFor(() => expect(masked()).toBe(300 * 300), 5000)
  actions.undo()
  actions.setWand({ isContiguous: false })
  await userEvent.click(surface, { position: positionOf([450, 350]) })
  await vi.waitFor(() => expect(masked()).toBe(300 * 300 + 200 * 200), 5000)
})

test('without networks, colours are followed; a further click takes away by one step', async () => {
  const { surface, overlay } = await anEditor('OBJECT')
  actions.setFinder({ kind: 'BY_COLOUR', reason: 'DECLINED' })
  await userEvent.click(surface, { position: positionOf([450, 350]) })
  await vi.waitFor(() => expect(masked()).toBeGreaterThan(300 * 290), 5000)
  expect(masked()).toBeLessThan(300 * 310)
  expect(overlay.querySelectorAll('g[data-inside="true"]')).toHaveLength(1)
  drag(surface, [[310, 490]], { altKey: true })
  await vi.waitFor(() => expect(overlay.querySelectorAll('g[data-inside]')).toHaveLength(2), 5000)
  expect(strokes()).toHaveLength(1)
  actions.undo()
  expect(overlay.querySelectorAll('g[data-inside]')).toHaveLength(1)
})

test('the selection menu changes the mask as a whole', async () => {
  const { surface, view } = await anEditor('RECTANGLE')
  drag(surface, [
    [100, 100],
    [200, 200],
  ])
  await render(<Toolbar />)
  await userEvent.click(view.getByRole('button', { name: 'Selection', exact: true }))
  await userEvent.fill(view.getByRole('spinbutton'), '10')
  await userEvent.click(view.getByRole('button', { name: 'Grow' }))
  expect(strokes().at(-1)).toEqual({ kind: 'GROW', px: 10 })
  expect([maskedAt([91, 150]), maskedAt([89, 150])]).toEqual([255, 0])
  await userEvent.click(view.getByRole('button', { name: 'Invert mask' }))
  expect(maskedAt([150, 150])).toBe(0)
})

test('a tap of two fingers undoes, of three redoes, and fingers that move do neither', async () => {
  const { surface } = await anEditor('RECTANGLE')
  drag(surface, [
    [100, 100],
    [200, 200],
  ])
  const fingers = (count: number, type: string, at: Place) => {
    for (let id = 20; id < 20 + count; id += 1) {
      send(surface, type, at, { pointerType: 'touch', pointerId: id })
    }
  }
  const tap = (count: number) => {
    fingers(count, 'pointerdown', [400, 400])
    fingers(count, 'pointerup', [400, 400])
  }
  tap(2)
  expect(strokes()).toHaveLength(0)
  tap(3)
  expect(strokes()).toHaveLength(1)
  fingers(2, 'pointerdown', [400, 400])
  fingers(2, 'pointermove', [600, 400])
  fingers(2, 'pointerup', [600, 400])
  expect(strokes()).toHaveLength(1)
})

test('a pen erases with its other end, and the hand that holds it draws nothing', async () => {
  const { surface } = await anEditor('BRUSH')
  actions.setBrushRadius(20)
  const pen = { pointerType: 'pen', pointerId: 30 }
  drag(
    surface,
    [
      [200, 200],
      [400, 200],
    ],
    pen,
  )
  drag(
    surface,
    [
      [300, 400],
      [500, 400],
    ],
    { pointerType: 'touch', pointerId: 31 },
  )
  expect(strokes()).toHaveLength(1)
  drag(surface, [[300, 200]], { ...pen, button: 5, buttons: 32 })
  expect(strokes().map(({ kind }) => kind)).toEqual(['PAINT', 'ERASE'])
})

test('letters count by their place where a keyboard has others, and not while one composes', async () => {
  await anEditor('BRUSH')
  const press = (init: KeyboardEventInit) =>
    window.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  // The key of L on a Russian keyboard.
  press({ key: 'д', code: 'KeyL' })
  expect(editorStore.getState().session.tool).toBe('LASSO')
  press({ key: 'b', code: 'KeyB', isComposing: true })
  expect(editorStore.getState().session.tool).toBe('LASSO')
  const { brushRadiusPx } = editorStore.getState().session
  press({ key: ']', code: 'Digit9', ctrlKey: true, altKey: true, modifierAltGraph: true })
  expect(editorStore.getState().session.brushRadiusPx).toBeGreaterThan(brushRadiusPx)
})

test('a soft brush leaves partial pixels, and shows them while it is drawn', async () => {
  const { surface, view } = await anEditor('BRUSH')
  actions.setBrushRadius(100)
  actions.setBrush({ hardness: 0, strength: 0.5 })
  send(surface, 'pointerdown', [300, 300])
  send(surface, 'pointermove', [500, 300])
  const shown = view.container.querySelectorAll('canvas')[1]
  const alphaAt = (at: Place) => {
    const { x, y } = positionOf(at)
    return shown?.getContext('2d')?.getImageData(x, y, 1, 1).data[3] ?? 0
  }
  await vi.waitFor(() => expect(alphaAt([400, 300])).toBeGreaterThan(110))
  expect(alphaAt([400, 300])).toBeLessThan(135)
  expect(alphaAt([400, 350])).toBeLessThan(90)
  send(surface, 'pointerup', [500, 300])
  expect(strokes()).toEqual([
    { kind: 'PAINT', radiusPx: 100, points: [300, 300, 500, 300], hardness: 0, strength: 0.5 },
  ])
  expect(maskedAt([400, 300])).toBe(128)
})
