import type { Size } from '#domain/frame/space.ts'
import type { ModelRequest, ModelResult } from './model-protocol.ts'
import type { Prompt } from './segmenter.ts'
import { createWorkerCalls } from './worker-calls.ts'

/** The page's end of the worker that runs the networks. */
export interface ObjectModel {
  /** How many bytes this device would have to load. */
  missingBytes(): Promise<number>
  /** Loads the networks, once. @param onProgress hears which share of them is here */
  load(onProgress: (share: number) => void): Promise<void>
  look(picture: {
    readonly pixels: Uint8ClampedArray<ArrayBuffer>
    readonly size: Size
  }): Promise<void>
  /** What is pointed at in the picture that was looked at last, as a segmenter answers. */
  find(prompt: Prompt, isPassing: boolean): Promise<Float32Array>
  /** Frees the networks; the files stay on the device. */
  release(): void
}

export function createObjectModel(): ObjectModel {
  const calls = createWorkerCalls<ModelRequest, ModelResult>(
    () => new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module' }),
  )
  return {
    async missingBytes() {
      const result = await calls.ask({ kind: 'MISSING' })
      return result.kind === 'MISSING' ? result.bytes : 0
    },
    async load(onNews) {
      await calls.ask({ kind: 'LOAD' }, { onNews })
    },
    async look({ pixels, size }) {
      await calls.ask({ kind: 'LOOK', pixels, size }, { transfer: [pixels.buffer] })
    },
    async find(prompt, isPassing) {
      const result = await calls.ask({ kind: 'FIND', prompt, isPassing })
      if (result.kind !== 'FOUND') throw new TypeError(`Not an answer: ${result.kind}`)
      return result.logits
    },
    release: calls.release,
  }
}
