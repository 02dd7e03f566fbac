import { createObjectFinder, type ObjectFinder } from './find-object.ts'
import { filesFor, glueUrls, loadFiles, missingBytes, type Runtime } from './model-files.ts'
import type { ModelRequest, ModelResult } from './model-protocol.ts'
import { createSegmenter, type Segmenter } from './segmenter.ts'
import { serveCalls } from './worker-calls.ts'

/** Runs the networks of select by click, away from the page and from the worker that has the pixels. */

/** More threads than this make the networks no faster. */
const maxThreads = 4

let segmenter: Segmenter | undefined
let finder: ObjectFinder | undefined

serveCalls<ModelRequest, ModelResult>(async (request, tell) => {
  switch (request.kind) {
    case 'MISSING':
      return [{ kind: 'MISSING', bytes: await missingBytes(filesFor(await runtimeHere())) }, []]
    case 'LOAD':
      segmenter ??= await load(tell)
      return [{ kind: 'DONE' }, []]
    case 'LOOK':
      if (!segmenter) throw new Error('The networks are not loaded.')
      finder = undefined
      await segmenter.embed(request.pixels, request.size)
      finder = createObjectFinder(segmenter)
      return [{ kind: 'DONE' }, []]
    case 'FIND': {
      if (!finder) throw new Error('No picture was looked at.')
      const logits = await finder.find(request.prompt, request.isPassing)
      return [{ kind: 'FOUND', logits }, []]
    }
  }
})

/** The graphics card where there is one, else the processor. */
async function runtimeHere(): Promise<Runtime> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } }
  const adapter = await gpu?.requestAdapter().catch(() => null)
  return adapter ? 'gpu' : 'cpu'
}

async function load(tell: (share: number) => void): Promise<Segmenter> {
  const runtime = await runtimeHere()
  const [encoder, decoder, binary] = await loadFiles(filesFor(runtime), tell)
  if (!encoder || !decoder || !binary) throw new Error('A file of the networks is missing.')
  const ort =
    runtime === 'gpu'
      ? await import('onnxruntime-web/webgpu')
      : await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmBinary = binary.buffer
  ort.env.wasm.wasmPaths = { mjs: glueUrls[runtime] }
  // Threads share memory, which only isolated pages may.
  ort.env.wasm.numThreads = globalThis.crossOriginIsolated
    ? Math.min(maxThreads, navigator.hardwareConcurrency)
    : 1
  const options = { executionProviders: [runtime === 'gpu' ? 'webgpu' : 'wasm'] }
  return createSegmenter({
    encoder: await ort.InferenceSession.create(encoder, options),
    decoder: await ort.InferenceSession.create(decoder, options),
    Tensor: ort.Tensor,
  })
}
