import { afterEach, expect, test, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import type { Rect } from '#domain/frame/space.ts'
import { compose } from '#domain/layer/compose.ts'
import type { Patch, Raster } from '#domain/layer/mix.ts'
import { weightChunkType } from '#domain/layer/patch-file.ts'
import { aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { EditorCanvas } from '../canvas/editor-canvas.tsx'
import type { DocumentLayer, PlacedPatch } from '../document/layer.ts'
import { encodeGreyPng } from '../mask/grey-png.ts'
import { editorStore } from '../store/editor-store.ts'
import { decodeInWorker } from './patch-client.ts'
import { closePatch, type PatchImage } from './patch-image.ts'

const { actions } = editorStore.getState()
const root: Rect = { x: 0, y: 0, width: 60, height: 40 }
const decoded: PatchImage[] = []

afterEach(async () => {
  await cleanup()
  actions.closePicture()
  for (const image of decoded.splice(0)) closePatch(image)
})

/** Numbers that look random and are the same each time (Numerical Recipes' generator). */
function createNoise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  }
}

type Opacity = 'OPAQUE' | 'TRANSPARENT'

function aRaster(rect: Rect, seed: number, opacity: Opacity): Raster & { pixels: Uint8Array } {
  const noise = createNoise(seed)
  const channels = opacity === 'OPAQUE' ? 3 : 4
  const pixels = Uint8Array.from({ length: rect.width * rect.height * channels }, noise)
  if (channels === 3) return { ...rect, channels, pixels }
  // Nothing, everything and something between them, as in a picture that was cut out.
  for (let at = 3; at < pixels.length; at += 4) {
    const kind = noise() % 3
    if (kind < 2) pixels[at] = kind * 255
  }
  return { ...rect, channels, pixels }
}

/** A patch with a soft side: full weight, then ever less, then none. */
function aPatch(rect: Rect, seed: number, opacity: Opacity): Patch {
  const weight = Uint8Array.from({ length: rect.width * rect.height }, (_, index) => {
    const x = index % rect.width
    return Math.min(255, Math.max(0, Math.round((rect.width - x - 3) * 20)))
  })
  return { ...aRaster(rect, seed, opacity), weight }
}

function rgbaOf({ channels, pixels, width, height }: Raster): ImageData {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let index = 0; index < width * height; index += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      const value = channel < channels ? pixels[index * channels + channel] : 255
      data[index * 4 + channel] = value ?? 0
    }
  }
  return new ImageData(data, width, height)
}

async function fileOf(patch: Patch): Promise<Blob> {
  const canvas = new OffscreenCanvas(patch.width, patch.height)
  canvas.getContext('2d')?.putImageData(rgbaOf(patch), 0, 0)
  const file = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  const weight = { ...patch, pixels: Uint8Array.from(patch.weight) }
  const part = { x: 0, y: 0, width: patch.width, height: patch.height }
  const grey = new Uint8Array(await (await encodeGreyPng(weight, part)).arrayBuffer())
  const head = new DataView(new ArrayBuffer(8))
  head.setUint32(0, grey.length)
  for (let at = 0; at < 4; at += 1) head.setUint8(4 + at, weightChunkType.charCodeAt(at))
  // Signature and IHDR are 33 bytes; browsers pass over a chunk that they do not know.
  const checksum = new Uint8Array(4)
  const parts = [file.slice(0, 33), new Uint8Array(head.buffer), grey, checksum, file.slice(33)]
  return new Blob(parts, { type: 'image/png' })
}

function layerOf(patch: Patch, index: number, opacity: number): DocumentLayer {
  const { x, y, width, height } = patch
  return aLayer(index + 1, { opacity, kept: patchOf({ x, y, width, height }, index) })
}

function patchOf(rect: Rect, index: number): PlacedPatch {
  return aPatchOf(index + 1, index, { rect, patchKey: `results/u/g/${index}-patch.png` })
}

/** Draws layers on the editor's own canvas, one pixel of the picture on each of the screen. */
async function shownPixels(of: {
  below: Raster
  layers: readonly { patch: Patch; opacity: number }[]
  canvas: Rect
}): Promise<ImageData> {
  const image = await createImageBitmap(rgbaOf(of.below))
  const layers = of.layers.map(({ patch, opacity }, index) => layerOf(patch, index, opacity))
  const patches = new Map<string, PatchImage>()
  for (const [index, { patch }] of of.layers.entries()) {
    const made = await decodeInWorker(await fileOf(patch))
    decoded.push(made)
    patches.set(`results/u/g/${index}-patch.png`, made)
  }
  await render(
    <div style={{ position: 'relative', width: 200, height: 150 }}>
      <EditorCanvas image={image} patches={patches} label="Test picture" />
    </div>,
  )
  const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 60, heightPx: 40 }
  actions.openComposition({ base, canvas: of.canvas, layers })
  expect(editorStore.getState().session.viewport.scale).toBe(1)
  // The layer is drawn in the next frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  return readPixels(of.canvas)
}

/** What the editor shows of a part of the picture, at its own size. */
function readPixels({ x, y, width, height }: Rect): ImageData {
  const { offset } = editorStore.getState().session.viewport
  const context = document.querySelector('canvas')?.getContext('2d')
  if (!context) throw new Error('There is no canvas.')
  return context.getImageData(Math.round(offset.x + x), Math.round(offset.y + y), width, height)
}

/** What is expected on the screen: the domain's composition over the chequerboard. */
function expectedPixels(made: Raster): number[][] {
  const { data, width } = rgbaOf(made)
  return Array.from({ length: data.length / 4 }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)]
    const isDark = Math.floor(x / 8) % 2 === Math.floor(y / 8) % 2
    const board = isDark ? [212, 212, 216] : [244, 244, 245]
    const alpha = (data[index * 4 + 3] ?? 0) / 255
    return board.map((value, channel) => {
      return (data[index * 4 + channel] ?? 0) * alpha + value * (1 - alpha)
    })
  })
}

function pixelsOf({ data }: ImageData): number[][] {
  return Array.from({ length: data.length / 4 }, (_, index) =>
    Array.from(data.slice(index * 4, index * 4 + 4)),
  )
}

/** The largest difference of any channel. */
function worstOf(shown: ImageData, expected: readonly number[][]): number {
  return Math.max(
    ...expected.map((pixel, index) =>
      Math.max(
        ...pixel.map((value, channel) => Math.abs(value - (shown.data[index * 4 + channel] ?? 0))),
      ),
    ),
  )
}

const left: Rect = { x: 5, y: 6, width: 30, height: 20 }
const across: Rect = { x: 25, y: 3, width: 30, height: 30 }
const beyond: Rect = { x: -12, y: 0, width: 40, height: 40 }
const wide: Rect = { x: -12, y: 0, width: 72, height: 40 }

test.each([
  ['opaque', 'OPAQUE', 'OPAQUE', root, left, [1, 1]],
  ['faded', 'OPAQUE', 'OPAQUE', root, left, [0.5, 0.25]],
  ['transparent', 'TRANSPARENT', 'TRANSPARENT', root, left, [1, 1]],
  ['transparent and faded', 'TRANSPARENT', 'TRANSPARENT', root, left, [0.5, 1]],
  ['opaque over transparent', 'TRANSPARENT', 'OPAQUE', root, left, [1, 0.5]],
  ['beyond the picture', 'OPAQUE', 'OPAQUE', wide, beyond, [1, 1]],
] as const)(
  'layers show as the rule of mixing says: %s',
  async (...[, rootOpacity, patchOpacity, canvas, first, [one, two]]) => {
    const below = aRaster(root, 1, rootOpacity)
    const layers = [
      { patch: aPatch(first, 2, patchOpacity), opacity: one },
      { patch: aPatch(across, 3, patchOpacity), opacity: two },
    ]
    const shown = await shownPixels({ below, layers, canvas })
    const worst = worstOf(shown, expectedPixels(compose(below, layers, canvas)))
    // A canvas keeps eight bits between one drawing and the next: each may round by one.
    expect(worst).toBeLessThanOrEqual(3)
  },
)

test('where weight and opacity are full an opaque patch shows bit for bit, and below without them', async () => {
  const below = aRaster(root, 1, 'OPAQUE')
  const patch = aPatch(left, 2, 'OPAQUE')
  const weight = Uint8Array.from(patch.weight, (_, index) => (index % 2) * 255)
  const layers = [{ patch: { ...patch, weight }, opacity: 1 }]
  const shown = await shownPixels({ below, layers, canvas: root })
  expect(worstOf(shown, expectedPixels(compose(below, layers, root)))).toBe(0)
})

/** An edit that extends on all sides: of full weight around the picture, of none in it. */
function aSurround(around: Rect, hole: Rect, colour: readonly number[]): Patch {
  const count = around.width * around.height
  const pixels = new Uint8Array(count * 3)
  const weight = new Uint8Array(count)
  for (let index = 0; index < count; index += 1) {
    const x = around.x + (index % around.width)
    const y = around.y + Math.floor(index / around.width)
    const isOld = !(
      x < hole.x ||
      y < hole.y ||
      x >= hole.x + hole.width ||
      y >= hole.y + hole.height
    )
    if (isOld) continue
    weight[index] = 255
    pixels.set(colour, index * 3)
  }
  return { ...around, channels: 3, pixels, weight }
}

test('no scale leaves a gap between a picture and what it was extended by, twice', async () => {
  const colour = [40, 20, 10]
  const below: Raster = { ...root, channels: 3, pixels: new Uint8Array(60 * 40 * 3) }
  below.pixels.forEach((_, at) => below.pixels.set([colour[at % 3] ?? 0], at))
  const first: Rect = { x: -17, y: -11, width: 91, height: 64 }
  const second: Rect = { x: -37, y: -11, width: 132, height: 64 }
  const layers = [aSurround(first, root, colour), aSurround(second, first, colour)].map(
    (patch) => ({ patch, opacity: 1 }),
  )
  await shownPixels({ below, layers, canvas: second })
  for (const step of [0.93, 0.8, 0.61, 1.37, 2.9]) {
    actions.zoomBy(step)
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const { scale, offset } = editorStore.getState().session.viewport
    const context = document.querySelector('canvas')?.getContext('2d')
    const at = (px: number, from: number) => Math.round(from + px * scale)
    const [x, y] = [at(second.x, offset.x) + 1, at(second.y, offset.y) + 1]
    const width = at(second.x + second.width, offset.x) - x - 1
    const height = at(second.y + second.height, offset.y) - y - 1
    const data = context?.getImageData(x, y, width, height).data ?? []
    const brightest = Math.max(...data.filter((_, index) => index % 4 === 0))
    expect([scale, brightest <= 42]).toEqual([scale, true])
  }
})

test('a file that is no patch is refused', async () => {
  const canvas = new OffscreenCanvas(4, 4)
  canvas.getContext('2d')?.fillRect(0, 0, 4, 4)
  await expect(decodeInWorker(await canvas.convertToBlob())).rejects.toMatchObject({
    code: 'INVALID_IMAGE',
  })
})

test('a result is seen in its layer as it arrives, and without it while one compares', async () => {
  const below = aRaster(root, 1, 'OPAQUE')
  const [patch, result] = [aPatch(left, 2, 'OPAQUE'), aPatch(across, 3, 'OPAQUE')]
  const layers = [patch, result].map((each) => ({ patch: each, opacity: 1 }))
  await shownPixels({ below, layers, canvas: root })
  // Both patches are here; the upper one is of a layer whose job is under way.
  const { base, layers: kept } = editorStore.getState().document.present
  if (!base) throw new Error('No picture is open.')
  const pending = kept.map((layer, index) => (index === 1 ? { ...layer, kept: null } : layer))
  actions.openComposition({ base, canvas: null, layers: pending })
  const expected = (shown: typeof layers) => expectedPixels(compose(below, shown, root))
  const differs = (from: number[][]) => worstOf(readPixels(root), from)
  await vi.waitFor(() => expect(differs(expected(layers.slice(0, 1)))).toBeLessThanOrEqual(2))
  const { kept: made } = kept[1] ?? {}
  if (!made) throw new Error('There is no second layer.')
  actions.noteJobs({ made: { [made.generationId]: [made] }, pending: [] })
  await vi.waitFor(() => expect(differs(expected(layers))).toBeLessThanOrEqual(2))
  actions.setComparing(true)
  await vi.waitFor(() => expect(differs(expected([]))).toBe(0))
  actions.setComparing(false)
  actions.noteJobs({ made: {}, pending: [] })
})

test('a view that is dragged shows what one that is drawn anew shows', async () => {
  const layers = [
    { patch: aPatch(left, 2, 'TRANSPARENT'), opacity: 0.5 },
    { patch: aPatch(across, 3, 'TRANSPARENT'), opacity: 1 },
  ]
  await shownPixels({ below: aRaster(root, 1, 'TRANSPARENT'), layers, canvas: root })
  const nextFrame = () =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  actions.zoomBy(2.3)
  await nextFrame()
  // Out of sight on one side, then on another, and back.
  for (const [dx, dy] of [
    [3, 2],
    [70, -31],
    [-118, -9],
    [40, 55],
    [0, -8],
    [5, 0],
  ] as const) {
    actions.panBy(dx, dy)
    await nextFrame()
  }
  const { offset } = editorStore.getState().session.viewport
  const screen = { x: -offset.x, y: -offset.y, width: 200, height: 150 }
  const dragged = pixelsOf(readPixels(screen))
  actions.setComparing(true)
  await nextFrame()
  expect(worstOf(readPixels(screen), dragged)).toBeGreaterThan(50)
  actions.setComparing(false)
  await nextFrame()
  // The library rounds a little otherwise where it draws but a strip.
  expect(worstOf(readPixels(screen), dragged)).toBeLessThanOrEqual(3)
})
