import '../../no-eval.ts'
import { sameRect } from '#domain/frame/rect.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { encodeGreyPng } from './grey-png.ts'
import { coverOf } from './mask-cover.ts'
import { createMaskEngine, type MaskEngine } from './mask-engine.ts'
import type { MaskReply, MaskRequest } from './mask-protocol.ts'
import { type MaskView, renderMaskView } from './mask-view.ts'

/** Holds the mask at the picture's own size, so that the page never draws all of its strokes. */

/** The part of a dedicated worker's scope that is used; its library clashes with the page's. */
type WorkerScope = {
  addEventListener(type: 'message', listener: (event: MessageEvent<MaskRequest>) => void): void
  postMessage(message: MaskReply, transfer: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope

/** A mask of nothing is one black pixel: the backend says what is wrong with it. */
const nothingPainted = { x: 0, y: 0, width: 1, height: 1 }

let engine: MaskEngine = createMaskEngine(nothingPainted)
/** An export reads the pixels in several steps; nothing may change them meanwhile. */
let queue: Promise<void> = Promise.resolve()

scope.addEventListener('message', ({ data }) => {
  queue = queue.then(() => answer(data)).catch((error: unknown) => fail(data, error))
})

async function answer(request: MaskRequest): Promise<void> {
  switch (request.kind) {
    case 'SYNC':
      return sync(request)
    case 'RENDER': {
      const bitmap = await render(request.view)
      return scope.postMessage({ kind: 'RENDERED', id: request.id, bitmap }, [bitmap])
    }
    case 'EXPORT': {
      const raster = engine.raster()
      const whole = { x: 0, y: 0, width: raster.width, height: raster.height }
      const bounds = request.isWhole ? whole : (boundsOf(raster.pixels, raster) ?? nothingPainted)
      const png = await encodeGreyPng(raster, bounds)
      const cover = coverOf(raster)
      return scope.postMessage({ kind: 'EXPORTED', id: request.id, png, cover }, [])
    }
    case 'MEASURE': {
      const cover = coverOf(engine.raster())
      return scope.postMessage({ kind: 'MEASURED', id: request.id, cover }, [])
    }
  }
}

function sync({ canvas, keep, added }: MaskRequest & { kind: 'SYNC' }): void {
  if (!sameRect(engine.raster(), canvas)) engine = createMaskEngine(canvas)
  engine.sync(keep, added)
}

function render(view: MaskView): Promise<ImageBitmap> {
  const pixels = renderMaskView(engine.raster(), view)
  return createImageBitmap(new ImageData(pixels, view.widthPx, view.heightPx))
}

/** A failed SYNC has nobody waiting; what is asked next fails or shows the mask as it was. */
function fail(request: MaskRequest, error: unknown): void {
  if (request.kind === 'SYNC') return
  const reason = error instanceof Error ? error.message : String(error)
  scope.postMessage({ kind: 'FAILED', id: request.id, reason }, [])
}
