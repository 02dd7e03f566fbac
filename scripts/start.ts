import { join } from 'node:path'
import type { Plugin } from 'vite'
import { cacheDir, projectRoot } from './paths.ts'
import { runCommand } from './terminal.ts'
import { runWholeApp, type Serve } from './whole-app.ts'

/** `npm start`: the whole product on this machine, the app with hot reload. */
const serveSources: Serve = async ({ port, ready }) => {
  // Loaded only now: the backend, which takes longer, is on its way already.
  const { createServer } = await import('vite')
  const app = await createServer({
    root: projectRoot,
    mode: 'offline',
    ...(cacheDir === undefined ? {} : { cacheDir: join(cacheDir, 'vite') }),
    plugins: [outputsWaitFor(ready)],
    server: { port, strictPort: true, host: '127.0.0.1' },
  })
  return app.listen()
}

/** Holds the module of outputs back, so that a page that is open too early waits with the rest. */
function outputsWaitFor(ready: Promise<unknown>): Plugin {
  return {
    name: 'repaint-outputs-wait',
    enforce: 'pre',
    async load(id) {
      if (id === '\0virtual:repaint-outputs') await ready
    },
  }
}

runCommand(() => runWholeApp(serveSources))
