import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'
import { serviceWorker } from './scripts/service-worker.ts'

const outputsModule = 'virtual:repaint-outputs'

/**
 * Serves the backend's outputs as a module: in mode `offline` (Vite keeps `local` for itself) those
 * that `npm start` wrote, else a deployment's; `undefined` when there are none yet.
 */
function backendOutputs(mode: string): Plugin {
  const offline = process.env['REPAINT_OUTPUTS'] ?? '.sandbox/outputs.json'
  const root = fileURLToPath(new URL('.', import.meta.url))
  const path = resolve(root, mode === 'offline' ? offline : 'amplify_outputs.json')
  return {
    name: 'repaint-outputs',
    resolveId: (id) => (id === outputsModule ? `\0${outputsModule}` : undefined),
    load(id) {
      if (id !== `\0${outputsModule}`) return undefined
      const outputs: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
      this.addWatchFile(path)
      return `export const outputs = ${JSON.stringify(outputs) ?? 'undefined'}`
    },
    /** Nothing accepts the outputs in place, so the page is loaded anew. */
    hotUpdate({ file, modules }) {
      if (resolve(file) !== path) return modules
      const module = this.environment.moduleGraph.getModuleById(`\0${outputsModule}`)
      return module ? [module] : modules
    },
  }
}

/** Of what the local backend keeps only its outputs count: the app reloads when they change. */
function isUnwatched(path: string): boolean {
  return /\/\.(sandbox\/(?!outputs\.json$)|amplify(\/|$))/.test(path.replaceAll('\\', '/'))
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), backendOutputs(mode), serviceWorker()],
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    watch: { ignored: isUnwatched },
    warmup: { clientFiles: ['./src/main.tsx'] },
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    reportCompressedSize: true,
  },
  // The editor and the app around it load after sign-in; warm them so that it is not felt.
  optimizeDeps: {
    include: ['react', 'react-dom/client', 'aws-amplify', '@aws-amplify/ui-react'],
    // Bundled for development, it would look for its files beside the bundle.
    exclude: ['onnxruntime-web'],
  },
}))
