import type { Rect, Size } from '#domain/frame/space.ts'
import { lookedAtSize } from './pixels.ts'
import type { PixelsRequest, PixelsResult } from './pixels-protocol.ts'
import { createWorkerCalls } from './worker-calls.ts'

/** The picture with its layers, as its own pixels. */
export type Seen = {
  /** The same for the same pixels. */
  readonly key: string
  /** What is seen of the plane, in pixels of the base picture. */
  readonly canvas: Rect
  /**
   * Draws rows of it: what is transparent stays so.
   * @param scale pixels that are drawn for each pixel of the base picture
   * @param y which of these rows is the first
   */
  draw(context: OffscreenCanvasRenderingContext2D, scale: number, y: number): void
}

/** The page's end of the worker that has the pixels of what is seen. */
export interface PicturePixels {
  /** Gives the worker the pixels of another picture, if it has those of another one. */
  hold(seen: Seen): Promise<void>
  /** Asks about the picture that was held last, once the worker has all of it. */
  ask(request: PixelsRequest): Promise<PixelsResult>
  /** Frees the pixels. */
  release(): void
}

/** So many pixels are drawn at once; then the page may do something else. */
const stripPixels = 2_000_000

export function createPicturePixels(): PicturePixels {
  const calls = createWorkerCalls<PixelsRequest, PixelsResult>(
    () => new Worker(new URL('./pixels-worker.ts', import.meta.url), { type: 'module' }),
  )
  let held: { readonly key: string; readonly all: Promise<void> } | undefined
  const isHeld = (key: string) => held?.key === key
  const send = async (seen: Seen): Promise<void> => {
    const size = lookedAtSize(seen.canvas)
    await calls.ask({ kind: 'BEGIN', canvas: seen.canvas })
    const rows = Math.max(1, Math.floor(stripPixels / size.width))
    for (let y = 0; y < size.height; y += rows) {
      // Another picture is on its way: the rest of this one is not needed.
      if (!isHeld(seen.key)) return
      const bitmap = stripOf(seen, size, { y, height: Math.min(rows, size.height - y) })
      await calls.ask({ kind: 'STRIP', y, bitmap }, { transfer: [bitmap] })
    }
  }
  return {
    hold(seen) {
      if (!held || !isHeld(seen.key)) {
        const before = held?.all.catch(() => undefined) ?? Promise.resolve()
        const all = before.then(() => send(seen))
        // A picture that could not be sent is sent anew.
        all.catch(() => {
          if (isHeld(seen.key)) held = undefined
        })
        held = { key: seen.key, all }
      }
      return held.all
    },
    async ask(request) {
      try {
        await held?.all
        return await calls.ask(request)
      } catch (error) {
        // A worker that died has lost its pixels.
        held = undefined
        throw error
      }
    },
    release() {
      held = undefined
      calls.release()
    },
  }
}

function stripOf(
  seen: Seen,
  size: Size,
  { y, height }: { readonly y: number; readonly height: number },
): ImageBitmap {
  const canvas = new OffscreenCanvas(size.width, height)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  seen.draw(pen, size.width / seen.canvas.width, y)
  return canvas.transferToImageBitmap()
}
