import '../../no-eval.ts'
import { decodePatch, type PatchImage } from './patch-image.ts'

/** Decodes patches, so that the page goes on drawing meanwhile. */

export type PatchRequest = { readonly id: number; readonly file: Blob }
export type PatchReply =
  | { readonly id: number; readonly image: PatchImage }
  | { readonly id: number; readonly reason: string }

/** The part of a dedicated worker's scope that is used; its library clashes with the page's. */
type WorkerScope = {
  addEventListener(type: 'message', listener: (event: MessageEvent<PatchRequest>) => void): void
  postMessage(message: PatchReply, transfer: Transferable[]): void
}
const scope = globalThis as unknown as WorkerScope

scope.addEventListener('message', ({ data }) => void answer(data))

async function answer({ id, file }: PatchRequest): Promise<void> {
  try {
    const image = await decodePatch(file)
    const { over, weight } = image
    scope.postMessage({ id, image }, weight ? [over, weight] : [over])
  } catch (error) {
    scope.postMessage({ id, reason: error instanceof Error ? error.message : String(error) }, [])
  }
}
