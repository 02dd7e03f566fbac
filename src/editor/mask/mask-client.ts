import { sameRect } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { canvasRect, type EditorDocument } from '../document/document.ts'
import { type Stroke } from '../document/stroke.ts'
import type { MaskCover, MaskReply, MaskRequest } from './mask-protocol.ts'
import type { MaskView } from './mask-view.ts'

/** A mask as it is sent, and how much it says. */
export type MaskFile = { readonly png: Blob; readonly cover: MaskCover }

/** The page's end of the mask worker: one worker, started when first needed. */
export interface MaskClient {
  /** Starts the worker, so that it is there when it is needed, also without a network. */
  prepare(): void
  /**
   * The mask of the document as an image of `view`: white, the mask as its alpha.
   * Close the bitmap when done. Rejects when the worker dies; the next call starts another.
   */
  render(document: EditorDocument, view: MaskView): Promise<ImageBitmap>
  /**
   * What the mask edits as an 8-bit greyscale PNG that says where it lies, white = edit.
   * @param isWhole whether all of the canvas is in it, for people and other programs
   */
  exportPng(document: EditorDocument, isWhole?: boolean): Promise<MaskFile>
  /** How much of the picture is masked. */
  measure(document: EditorDocument): Promise<MaskCover>
  /** Stops the worker and frees its pixels; a later call starts another. */
  release(): void
}

type Waiting = {
  readonly resolve: (reply: MaskReply) => void
  readonly reject: (error: Error) => void
}
type Sent = { readonly canvas: Rect; readonly strokes: readonly Stroke[] }

const noCanvas: Rect = { x: 0, y: 0, width: 1, height: 1 }
const nothingSent: Sent = { canvas: { x: 0, y: 0, width: 0, height: 0 }, strokes: [] }

/** @param startWorker starts `mask-worker.ts` */
function createMaskClient(startWorker: () => Worker): MaskClient {
  let worker: Worker | undefined
  let sent = nothingSent
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  const release = (reason: string) => {
    worker?.terminate()
    worker = undefined
    sent = nothingSent
    for (const { reject } of waiting.values()) reject(new Error(reason))
    waiting.clear()
  }
  const running = (): Worker => {
    if (worker) return worker
    worker = startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<MaskReply>) => {
      const waiter = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.kind === 'FAILED') waiter?.reject(new Error(data.reason))
      else waiter?.resolve(data)
    })
    worker.addEventListener('error', (event) =>
      release(`The mask worker stopped: ${event.message}`),
    )
    return worker
  }
  const post = (request: MaskRequest) => running().postMessage(request, [])
  const sync = (document: EditorDocument) => {
    const message = difference(sent, document)
    if (message) post(message)
    sent = { canvas: canvasRect(document) ?? noCanvas, strokes: document.strokes }
  }
  const ask = (request: (id: number) => MaskRequest): Promise<MaskReply> => {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      post(request(id))
    })
  }

  return {
    prepare: () => void running(),
    async render(document, view) {
      sync(document)
      const reply = await ask((id) => ({ kind: 'RENDER', id, view }))
      if (reply.kind !== 'RENDERED') throw new TypeError(`Not a rendered mask: ${reply.kind}`)
      return reply.bitmap
    },
    async exportPng(document, isWhole = false) {
      sync(document)
      const reply = await ask((id) => ({ kind: 'EXPORT', id, isWhole }))
      if (reply.kind !== 'EXPORTED') throw new TypeError(`Not an exported mask: ${reply.kind}`)
      return { png: reply.png, cover: reply.cover }
    },
    async measure(document) {
      sync(document)
      const reply = await ask((id) => ({ kind: 'MEASURE', id }))
      if (reply.kind !== 'MEASURED') throw new TypeError(`Not a measured mask: ${reply.kind}`)
      return reply.cover
    },
    release: () => release('The mask worker was released.'),
  }
}

/** What the worker has to hear to be up to date. Strokes are never changed, so `===` tells. */
function difference(sent: Sent, document: EditorDocument): MaskRequest | undefined {
  const canvas = canvasRect(document) ?? noCanvas
  const isSameCanvas = sameRect(sent.canvas, canvas)
  const { strokes } = document
  if (isSameCanvas && sent.strokes === strokes) return undefined
  let keep = 0
  if (isSameCanvas) {
    while (keep < strokes.length && strokes[keep] === sent.strokes[keep]) keep += 1
  }
  return { kind: 'SYNC', canvas, keep, added: strokes.slice(keep) }
}

/** The mask worker of this page. */
export const maskClient: MaskClient = createMaskClient(
  () => new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' }),
)
