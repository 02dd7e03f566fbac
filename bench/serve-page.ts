import react from '@vitejs/plugin-react'
import { createServer, defaultClientConditions } from 'vite'
import { projectRoot } from '../scripts/paths.ts'

/** As the app's headers do, these isolate the page, so that networks run in threads. */
const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

/**
 * Serves a page of `bench/` that has the real editor in it.
 * @param name of its folder
 * @returns its address, and how to end
 */
export async function servePage(name: string) {
  const page = `bench/${name}/index.html`
  const server = await createServer({
    root: projectRoot,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    optimizeDeps: { entries: [page], exclude: ['onnxruntime-web'] },
    server: { port: 0, host: '127.0.0.1', watch: null, hmr: false, headers: isolating },
  })
  await server.listen()
  const url = `${server.resolvedUrls?.local[0]}${page}`
  return { url, close: () => server.close() }
}
