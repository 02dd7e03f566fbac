import { createObjectFinder, type ObjectFinder } from './find-object.ts'
import { filesFor, glueUrls, loadFiles, missingBytes, type Runtime } from './model-files.ts'
import type { ModelRequest, ModelResult } from './model-protocol.ts'
import { createSegmenter, type Segmenter } from './segmenter.ts'
import { type Answer, serveCalls } from './worker-calls.ts'

/** Runs the networks of select by click, away from the page and from the worker that has the pixels. */

/** More threads than this make the networks no faster. */
const maxThreads = 4

let segmenter: Segmenter | undefined
let finder: ObjectFinder | undefined
/** What the networks run on. */
let runtime: Runtime | undefined

serveCalls(answer)

async function answer(
  request: ModelRequest,
  tell: (share: number) => void,
): Promise<Answer<ModelResult>> {
  if (request.kind === 'MISSING') {
    const bytes = await missingBytes(filesFor(await runtimeHere()))
    return [{ kind: 'MISSING', bytes }, []]
  }
  if (request.kind === 'FIND') {
    if (!finder) throw new Error('No picture was looked at.')
    const logits = await finder.find(request.prompt, request.isPassing)
    return [{ kind: 'FOUND', logits }, []]
  }
  if (request.kind === 'LOOK') await look(request)
  else segmenter ??= await load(tell)
  return [{ kind: 'DONE' }, []]
}

async function look({ pixels, size }: ModelRequest & { kind: 'LOOK' }): Promise<void> {
  if (!segmenter) throw new Error('The networks are not loaded.')
  finder = undefined
  try {
    await segmenter.embed(pixels, size)
  } catch (error) {
    if (runtime !== 'gpu') throw error
    segmenter = await start('cpu', () => undefined)
    await segmenter.embed(pixels, size)
  }
  finder = createObjectFinder(segmenter, { ...size, data: pixels })
}

/** The graphics card where there is one, else the processor. */
async function runtimeHere(): Promise<Runtime> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } }
  const adapter = await gpu?.requestAdapter().catch(() => null)
  return adapter ? 'gpu' : 'cpu'
}

/** Not every graphics card that is there can do it, and not every page may: the processor always can. */
async function load(tell: (share: number) => void): Promise<Segmenter> {
  const here = await runtimeHere()
  return here === 'cpu' ? start('cpu', tell) : start('gpu', tell).catch(() => start('cpu', tell))
}

async function start(on: Runtime, tell: (share: number) => void): Promise<Segmenter> {
  const [encoder, decoder, binary] = await loadFiles(filesFor(on), tell)
  if (!encoder || !decoder || !binary) throw new Error('A file of the networks is missing.')
  const ort =
    on === 'gpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmBinary = binary.buffer
  ort.env.wasm.wasmPaths = { mjs: glueUrls[on] }
  // Threads share memory, which only isolated pages may.
  ort.env.wasm.numThreads = globalThis.crossOriginIsolated
    ? Math.min(maxThreads, navigator.hardwareConcurrency)
    : 1
  const options = { executionProviders: [on === 'gpu' ? 'webgpu' : 'wasm'] }
  const networks = {
    encoder: await ort.InferenceSession.create(encoder, options),
    decoder: await ort.InferenceSession.create(decoder, options),
    Tensor: ort.Tensor,
  }
  runtime = on
  return createSegmenter(networks)
}
