import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import { EditorCanvas } from '../canvas/editor-canvas.tsx'
import { paintedStrokes } from '../document/document.ts'
import { FinderCard } from '../panels/finder-card.tsx'
import { editorStore } from '../store/editor-store.ts'
import { rasteriseMask } from '../store/export-mask.ts'
import { initialSession } from '../store/session-actions.ts'

const { actions } = editorStore.getState()
/** Loading the networks and looking at a picture is seconds of one processor. */
const patience = { timeout: 120_000, interval: 100 }
const noPatches = new Map()

afterEach(async () => {
  await cleanup()
  actions.closePicture()
  editorStore.setState({ session: initialSession })
})

async function bitmapOf(url: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(url)).blob())
}

/** Which pixels of a picture of this size the mug covers, by a render. */
async function mug(width: number, height: number): Promise<Uint8Array> {
  const truth = await bitmapOf('/bench/select/truths/mug.png')
  const pen = new OffscreenCanvas(width, height).getContext('2d')
  if (!pen) throw new Error('No 2D canvas.')
  pen.drawImage(truth, 0, 0, width, height)
  const { data } = pen.getImageData(0, 0, width, height)
  return Uint8Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0)
}

test('a click selects a whole mug, once somebody agreed to load what that takes', async () => {
  const image = await bitmapOf('/samples/table-thumb.webp')
  const { width, height } = image
  const view = await render(
    <div style={{ position: 'relative', width: width + 48, height: height + 48 }}>
      <EditorCanvas image={image} patches={noPatches} label="Table" />
      <FinderCard />
    </div>,
  )
  actions.openPicture({ pictureId: 'p', key: 'k', widthPx: width, heightPx: height })
  actions.setTool('OBJECT')
  const state = () => editorStore.getState().session.finder
  await vi.waitFor(() => expect(state()).toEqual({ kind: 'ASKING', bytes: 58_827_180 }), patience)
  await userEvent.click(view.getByRole('button', { name: 'Load 59 MB' }))
  await vi.waitFor(() => expect(state()).toEqual({ kind: 'READY' }), patience)

  const truth = await mug(width, height)
  const inside = [...truth.keys()].filter((at) => (truth[at] ?? 0) > 127)
  const middle = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const { scale, offset } = editorStore.getState().session.viewport
  await userEvent.click(view.getByRole('application'), {
    position: {
      x: middle(inside.map((at) => at % width)) * scale + offset.x,
      y: middle(inside.map((at) => Math.floor(at / width))) * scale + offset.y,
    },
  })
  await vi.waitFor(
    () => expect(paintedStrokes(editorStore.getState().document.present)).toHaveLength(1),
    patience,
  )
  const { pixels } = rasteriseMask(editorStore.getState().document.present)
  const count = (is: (at: number) => boolean) => [...pixels.keys()].filter(is).length
  const both = count((at) => (pixels[at] ?? 0) > 127 && (truth[at] ?? 0) > 127)
  const either = count((at) => (pixels[at] ?? 0) > 127 || (truth[at] ?? 0) > 127)
  expect(both / either).toBeGreaterThan(0.9)
}, 240_000)
