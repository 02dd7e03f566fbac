import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'
import { devHeaders, devNonce, hostsOf, pagePolicy } from './scripts/app-headers.ts'
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
  const read = (): unknown =>
    existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  return {
    name: 'repaint-outputs',
    resolveId: (id) => (id === outputsModule ? `\0${outputsModule}` : undefined),
    buildStart() {
      if (!process.env['AWS_BRANCH'] || existsSync(path)) return
      this.error(`A branch cannot be built without ${path}, which ampx pipeline-deploy writes.`)
    },
    load(id) {
      if (id !== `\0${outputsModule}`) return undefined
      this.addWatchFile(path)
      return `export const outputs = ${JSON.stringify(read()) ?? 'undefined'}`
    },
    /** In development the headers alone say it: there may be no outputs yet. */
    transformIndexHtml(_html, { server }) {
      const outputs = server ? undefined : read()
      if (outputs === undefined) return []
      const policy = {
        'http-equiv': 'Content-Security-Policy',
        content: pagePolicy(hostsOf(outputs)),
      }
      return [{ tag: 'meta', attrs: policy, injectTo: 'head-prepend' }]
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

export default defineConfig(({ command, mode, isPreview }) => ({
  ...(command === 'serve' && !isPreview && { html: { cspNonce: devNonce } }),
  plugins: [react(), backendOutputs(mode), serviceWorker()],
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    headers: { ...devHeaders() },
    watch: { ignored: isUnwatched },
    warmup: { clientFiles: ['./src/main.tsx'] },
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // One chunk, so that no schema of another one is made before zod is told of the page's policy.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules.zod.|src.no-eval/ }] },
      },
    },
  },
  // The editor and the app around it load after sign-in; warm them so that it is not felt.
  optimizeDeps: {
    include: ['react', 'react-dom/client', 'aws-amplify', '@aws-amplify/ui-react'],
    // Bundled for development, it would look for its files beside the bundle.
    exclude: ['onnxruntime-web'],
  },
}))
