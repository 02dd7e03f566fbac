import { Konva } from 'konva/lib/Core.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { type Rect, toImage } from '#domain/frame/space.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { readMaskHeader } from '#domain/mask/mask-file.ts'
import { uuid } from '../../../tests/builders/generation.ts'
import { aPatchOf } from '../../../tests/builders/layer.ts'
import { layerIdSchema } from '../document/layer.ts'
import { noWords } from '../document/words.ts'
import { Toolbar } from '../panels/toolbar.tsx'
import { editorStore } from '../store/editor-store.ts'
import { exportMask, rasteriseMask } from '../store/export-mask.ts'
import { EditorCanvas } from './editor-canvas.tsx'

const { actions } = editorStore.getState()
const widthPx = 1200
const heightPx = 800

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((...said: unknown[]) => {
    errors.push(said)
  })
})
const errors: unknown[][] = []
const noPatches = new Map()

afterEach(async () => {
  await cleanup()
  actions.closePicture()
  actions.setTool('BRUSH')
  actions.setComparing(false)
  actions.setCandidate(undefined)
  vi.restoreAllMocks()
  const said = errors.splice(0)
  if (said.length > 0) throw new Error(`Unexpected console.error: ${said.join('; ')}`)
  if (Konva.stages.length > 0) throw new Error('A Konva stage was leaked.')
})

function aPicture(colour: string): ImageBitmap {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('No 2D canvas.')
  pen.fillStyle = colour
  pen.fillRect(0, 0, widthPx, heightPx)
  return canvas.transferToImageBitmap()
}

/** The editor in a box of 648 × 448 CSS pixels: the picture is shown at half its size. */
async function anEditor(candidate?: ImageBitmap, place?: Rect) {
  const image = aPicture('rgb(0 128 0)')
  const view = await render(
    <div style={{ position: 'relative', width: 648, height: 448 }}>
      <EditorCanvas image={image} patches={noPatches} label="Test picture" />
    </div>,
  )
  actions.openPicture({ pictureId: 'p', key: 'originals/u/a.png', widthPx, heightPx })
  actions.setBrushRadius(20)
  const surface = view.getByRole('application', { name: 'Test picture' }).element() as HTMLElement
  const [picture, mask] = view.container.querySelectorAll('canvas')
  if (!picture || !mask) throw new Error('The layers are missing.')
  const scale = () => editorStore.getState().session.viewport.scale
  expect(scale()).toBe(0.5)
  if (candidate) {
    const whole = { x: 0, y: 0, width: widthPx, height: heightPx }
    actions.setCandidate({ bitmap: candidate, place: place ?? whole })
  }
  return { surface, picture, mask, view, image }
}

type Press = { readonly shiftKey?: boolean; readonly pointerType?: string; readonly id?: number }

type Place = readonly [x: number, y: number]

/** A way to send pointer events to places given in pixels of the picture. */
const point =
  (surface: HTMLElement, press: Press = {}) =>
  (type: 'pointerdown' | 'pointermove' | 'pointerup', at: Place) => {
    const { left, top } = surface.getBoundingClientRect()
    const { scale, offset } = editorStore.getState().session.viewport
    const { pointerType = 'mouse', id = 1, shiftKey = false } = press
    surface.setPointerCapture = () => undefined
    surface.dispatchEvent(
      new PointerEvent(type, {
        clientX: left + offset.x + at[0] * scale,
        clientY: top + offset.y + at[1] * scale,
        pointerId: id,
        pointerType,
        shiftKey,
        buttons: type === 'pointerup' ? 0 : 1,
        bubbles: true,
        cancelable: true,
      }),
    )
  }

function draw(surface: HTMLElement, ...path: readonly (readonly [number, number])[]) {
  const [first = [0, 0] as const] = path
  point(surface)('pointerdown', first)
  for (const at of path.slice(1)) point(surface)('pointermove', at)
  point(surface)('pointerup', path.at(-1) ?? first)
}

/** Colour on screen at a place given in pixels of the picture. */
function seen(canvas: HTMLCanvasElement, x: number, y: number): readonly number[] {
  const { scale, offset } = editorStore.getState().session.viewport
  const ratio = canvas.width / canvas.clientWidth
  const at = [
    Math.round((offset.x + x * scale) * ratio),
    Math.round((offset.y + y * scale) * ratio),
  ]
  const data = canvas.getContext('2d')?.getImageData(at[0] ?? 0, at[1] ?? 0, 1, 1).data
  return [...(data ?? [])]
}

const isMasked = (canvas: HTMLCanvasElement, x: number, y: number) => seen(canvas, x, y)[3] === 255
const strokes = () => editorStore.getState().document.present.strokes

function maskedPixels(): number {
  const { pixels } = rasteriseMask(editorStore.getState().document.present)
  return pixels.reduce((count, value) => count + (value === 255 ? 1 : 0), 0)
}

test('a stroke shows at once under the pointer and is committed on release', async () => {
  const { surface, mask } = await anEditor()
  point(surface)('pointerdown', [200, 200])
  point(surface)('pointermove', [400, 200])
  expect(isMasked(mask, 300, 200)).toBe(true)
  expect(strokes()).toEqual([])
  point(surface)('pointerup', [400, 200])
  expect(strokes()).toEqual([{ kind: 'PAINT', radiusPx: 20, points: [200, 200, 400, 200] }])
  expect(isMasked(mask, 300, 200)).toBe(true)
  expect(isMasked(mask, 300, 240)).toBe(false)
})

test('a result that arrives in the middle of a stroke leaves it, and all else, as it is', async () => {
  const { surface, mask } = await anEditor()
  draw(surface, [200, 600], [400, 600])
  actions.run({
    kind: 'ASK',
    layerId: layerIdSchema.parse(uuid(1)),
    generationId: aPatchOf(1).generationId,
    operation: 'ERASE',
    name: '',
    words: noWords,
    settings: {},
    strokes: strokes(),
    aim: 'INPAINT',
    extent: null,
  })
  point(surface)('pointerdown', [200, 200])
  point(surface)('pointermove', [300, 200])
  const { session } = editorStore.getState()
  actions.noteJobs({ made: { [uuid(1)]: [aPatchOf(1)] }, pending: [] })
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  expect(editorStore.getState().session).toBe(session)
  expect(isMasked(mask, 250, 200)).toBe(true)
  point(surface)('pointermove', [400, 200])
  expect(isMasked(mask, 350, 200)).toBe(true)
  point(surface)('pointerup', [400, 200])
  expect(strokes()).toEqual([
    { kind: 'PAINT', radiusPx: 20, points: [200, 200, 300, 200, 400, 200] },
  ])
  actions.noteJobs({ made: {}, pending: [] })
})

test('a selected region shows its outline, and its mask again once that is changed', async () => {
  const { surface, picture, mask } = await anEditor()
  draw(surface, [200, 200], [400, 200])
  const layerId = layerIdSchema.parse(uuid(1))
  actions.run({
    kind: 'ASK',
    layerId,
    generationId: aPatchOf(1).generationId,
    operation: 'ERASE',
    name: '',
    words: noWords,
    settings: {},
    strokes: strokes(),
    aim: 'INPAINT',
    extent: null,
  })
  actions.select(layerId)
  const isOutlined = () => seen(picture, 300, 180).join() !== '0,128,0,255'
  await vi.waitFor(() => expect([isOutlined(), isMasked(mask, 300, 200)]).toEqual([true, false]))
  draw(surface, [300, 400])
  await vi.waitFor(() => {
    expect([isMasked(mask, 300, 200), isMasked(mask, 300, 400)]).toEqual([true, true])
  })
  expect(strokes()).toEqual([])
})

test('real mouse events draw', async () => {
  const { surface } = await anEditor()
  await userEvent.click(surface, { position: { x: 324, y: 224 } })
  expect(strokes()).toEqual([{ kind: 'PAINT', radiusPx: 20, points: [600, 400] }])
})

test('the eraser takes away from the mask', async () => {
  const { surface, mask } = await anEditor()
  draw(surface, [200, 200], [400, 200])
  actions.setTool('MASK_ERASER')
  draw(surface, [300, 200])
  expect([isMasked(mask, 210, 200), isMasked(mask, 300, 200)]).toEqual([true, false])
})

test('undo, redo, clear and invert show on the canvas', async () => {
  const { surface, mask } = await anEditor()
  const shows = (expected: boolean) =>
    vi.waitFor(() => expect(isMasked(mask, 300, 200)).toBe(expected), { interval: 20 })
  draw(surface, [200, 200], [400, 200])
  await userEvent.keyboard('{Control>}z{/Control}')
  await shows(false)
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  await shows(true)
  actions.invertMask()
  await shows(false)
  await vi.waitFor(() => expect(isMasked(mask, 900, 700)).toBe(true))
  actions.undo()
  await shows(true)
  actions.clearMask()
  await shows(false)
})

test('Escape drops the stroke that is being drawn', async () => {
  const { surface, mask } = await anEditor()
  point(surface)('pointerdown', [200, 200])
  point(surface)('pointermove', [400, 200])
  await userEvent.keyboard('{Escape}')
  point(surface)('pointerup', [400, 200])
  expect(strokes()).toEqual([])
  await vi.waitFor(() => expect(isMasked(mask, 300, 200)).toBe(false))
})

test('shift and a press draw a straight line from the last stroke', async () => {
  const { surface } = await anEditor()
  draw(surface, [200, 200])
  point(surface, { shiftKey: true })('pointerdown', [400, 300])
  point(surface, { shiftKey: true })('pointerup', [400, 300])
  expect(strokes()[1]).toEqual({ kind: 'PAINT', radiusPx: 20, points: [200, 200, 400, 300] })
})

test('a second finger turns a stroke into a pinch that leaves no mark', async () => {
  const { surface } = await anEditor()
  const first = { pointerType: 'touch', id: 1 }
  const second = { pointerType: 'touch', id: 2 }
  point(surface, first)('pointerdown', [500, 400])
  point(surface, first)('pointermove', [510, 400])
  point(surface, second)('pointerdown', [700, 400])
  point(surface, second)('pointermove', [900, 400])
  point(surface, second)('pointerup', [900, 400])
  point(surface, first)('pointerup', [510, 400])
  expect(strokes()).toEqual([])
  // The fingers' distance grew from 190 to 390 of the pixels shown when they came down.
  expect(editorStore.getState().session.viewport.scale).toBeCloseTo((0.5 * 390) / 190, 5)
})

test('the wheel zooms about the point under the pointer', async () => {
  const { surface } = await anEditor()
  const pointer = { clientX: 200, clientY: 150 }
  const { left, top } = surface.getBoundingClientRect()
  const under = () => {
    const { viewport } = editorStore.getState().session
    const at = { ...viewport.offset, x: pointer.clientX - left, y: pointer.clientY - top }
    return toImage(at, viewport)
  }
  const before = under()
  surface.dispatchEvent(new WheelEvent('wheel', { ...pointer, deltaY: -300, cancelable: true }))
  expect(editorStore.getState().session.viewport.scale).toBeGreaterThan(0.9)
  expect(under().x).toBeCloseTo(before.x, 6)
  expect(under().y).toBeCloseTo(before.y, 6)
})

test('two fingers that slide sideways move the view, and do not zoom', async () => {
  const { surface } = await anEditor()
  const { viewport: before } = editorStore.getState().session
  surface.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, deltaY: 6, cancelable: true }))
  const { viewport } = editorStore.getState().session
  expect(viewport.scale).toBe(before.scale)
  expect(viewport.offset.x).toBeLessThan(before.offset.x)
})

test('on a screen of other pixels the canvas is drawn in those, with what is masked', async () => {
  const { surface } = await anEditor()
  draw(surface, [300, 200], [400, 200])
  const widthOf = () => document.querySelector<HTMLCanvasElement>('.konvajs-content canvas')?.width
  const screen = { width: 1400, height: 900, mobile: false }
  expect(widthOf()).toBe(648)
  await cdp().send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 2 })
  await vi.waitFor(() => expect(widthOf()).toBe(2 * 648), { timeout: 10_000 })
  const mask = document.querySelectorAll<HTMLCanvasElement>('.konvajs-content canvas')[1]
  await vi.waitFor(() => expect(mask && isMasked(mask, 350, 200)).toBe(true))
  await cdp().send('Emulation.clearDeviceMetricsOverride')
  await vi.waitFor(() => expect(widthOf()).toBe(648), { timeout: 10_000 })
})

test('after zooming, the mask stays on the same pixels of the picture', async () => {
  const { surface, mask } = await anEditor()
  draw(surface, [300, 200], [400, 200])
  actions.zoomBy(4)
  actions.panBy(500, 400)
  await vi.waitFor(() => {
    expect(isMasked(mask, 350, 200)).toBe(true)
    expect(isMasked(mask, 350, 230)).toBe(false)
  })
})

test('a result stands in place of the picture until one compares, and has no mask over it', async () => {
  const candidate = aPicture('rgb(0 0 255)')
  const { picture, mask } = await anEditor(candidate)
  await vi.waitFor(() => expect(seen(picture, 600, 400)).toEqual([0, 0, 255, 255]))
  expect(getComputedStyle(mask).display).toBe('none')
  window.dispatchEvent(new KeyboardEvent('keydown', { key: '\\' }))
  await vi.waitFor(() => expect(seen(picture, 600, 400)).toEqual([0, 128, 0, 255]))
  window.dispatchEvent(new KeyboardEvent('keyup', { key: '\\' }))
  await vi.waitFor(() => expect(seen(picture, 600, 400)).toEqual([0, 0, 255, 255]))
})

test('the exported mask is a grey PNG of what was drawn, and says where that lies', async () => {
  const { surface } = await anEditor()
  draw(surface, [200, 200], [400, 250], [500, 600])
  actions.setTool('MASK_ERASER')
  draw(surface, [400, 250])
  const { present } = editorStore.getState().document
  const { png } = await exportMask(present)
  const { pixels } = rasteriseMask(present)
  const bounds = boundsOf(pixels, { width: widthPx, height: heightPx })
  const header = readMaskHeader(new Uint8Array(await png.arrayBuffer()))
  if ('key' in header || !header.at) throw new Error('It says no place.')
  expect({ ...header.at, width: header.width, height: header.height }).toEqual(bounds)
  const decoded = await createImageBitmap(png)
  const pen = new OffscreenCanvas(widthPx, heightPx).getContext('2d')
  pen?.drawImage(decoded, header.at.x, header.at.y)
  const rgba = pen?.getImageData(0, 0, widthPx, heightPx).data ?? new Uint8ClampedArray()
  expect(pixels.findIndex((value, index) => value !== rgba[4 * index])).toBe(-1)
  expect(maskedPixels()).toBeGreaterThan(10_000)
})

test('the toolbar is one stop of the tab key, and the arrow keys go through it', async () => {
  await render(
    <div style={{ position: 'relative', width: 900, height: 400 }}>
      <Toolbar />
    </div>,
  )
  await userEvent.keyboard('{Tab}')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Brush')
  await userEvent.keyboard('{ArrowRight}{Enter}')
  expect(editorStore.getState().session.tool).toBe('MASK_ERASER')
  await userEvent.keyboard('{End}')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Fit to screen')
})

test('an extended result reaches beyond the picture; comparing shows the picture in its place', async () => {
  const candidate = aPicture('rgb(0 0 255)')
  const place = { x: -40, y: 0, width: widthPx + 40, height: heightPx }
  const { picture } = await anEditor(candidate, place)
  await expect.poll(() => seen(picture, -20, 400)).toEqual([0, 0, 255, 255])
  actions.setComparing(true)
  await expect.poll(() => seen(picture, 20, 400)).toEqual([0, 128, 0, 255])
  expect(seen(picture, -20, 400)[3]).toBe(0)
})

test('what a result leaves transparent shows a chequerboard', async () => {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  canvas.getContext('2d')?.clearRect(0, 0, widthPx, heightPx)
  const { picture } = await anEditor(canvas.transferToImageBitmap())
  // Squares of 8 CSS pixels are 16 of the picture at half its size.
  const squares = () => [seen(picture, 8, 8), seen(picture, 24, 8)]
  await expect.poll(squares).toEqual([
    [212, 212, 216, 255],
    [244, 244, 245, 255],
  ])
})

test('a frame to set leaves the mask unpainted, and painting what to keep is green', async () => {
  const { surface, mask } = await anEditor()
  actions.setAim('OUTPAINT')
  draw(surface, [200, 200], [400, 200])
  expect(strokes()).toEqual([])
  actions.setAim('PRECISE_OUTPAINT')
  draw(surface, [200, 200], [400, 200])
  const [red = 0, green = 0] = seen(mask, 300, 200)
  expect(green).toBeGreaterThan(red)
})
