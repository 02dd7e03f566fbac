import { join } from 'node:path'
import type { Plugin } from 'vite'
import { type BackendFacts, spawnBackend } from './backend-process.ts'
import { readOptions } from './options.ts'
import { cacheDir, localDir, projectRoot } from './paths.ts'
import { runCommand } from './terminal.ts'

/** Vite's own default. */
const defaultPort = 5173

/**
 * The whole product on this machine: the app with hot reload, and the offline backend in a process
 * of its own, so that both start at the same time.
 */
async function main(): Promise<{ close(): Promise<void> }> {
  const startedMs = performance.now()
  const options = readOptions(process.argv.slice(2))
  const port = options.port ?? defaultPort
  process.stderr.write('Starting the offline backend …\n')
  const backend = spawnBackend([
    `--port=${port + 1}`,
    `--origin=http://localhost:${port}`,
    `--origin=http://127.0.0.1:${port}`,
    ...(options.state === undefined ? [] : [`--state=${options.state}`]),
    ...(options.reset ? ['--reset'] : []),
    ...(options.verbose ? ['--verbose'] : []),
    `--engine=${options.engine}`,
    ...options.set.map((setting) => `--set=${setting}`),
  ])
  try {
    process.env['REPAINT_OUTPUTS'] = join(options.state ?? localDir, 'outputs.json')
    // Loaded only now: the backend, which takes longer, is on its way already.
    const { createServer } = await import('vite')
    const app = await createServer({
      root: projectRoot,
      mode: 'offline',
      ...(cacheDir === undefined ? {} : { cacheDir: join(cacheDir, 'vite') }),
      plugins: [outputsWaitFor(backend.ready)],
      server: { port, strictPort: true, host: '127.0.0.1' },
    })
    await app.listen()
    const facts = await backend.ready
    printWelcome({ facts, port, seconds: (performance.now() - startedMs) / 1000 })
    void backend.ended.then((code) => process.exit(code))
    return {
      async close() {
        await app.close()
        await backend.stop()
      },
    }
  } catch (cause) {
    await backend.stop()
    throw cause
  }
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

function printWelcome(start: { facts: BackendFacts; port: number; seconds: number }): void {
  const { demo, inboxUrl, synthesised } = start.facts
  const synth = synthesised ? 'backend synthesised' : 'backend from the cache'
  process.stdout.write(
    [
      '',
      `  Repaint            http://localhost:${start.port}`,
      `  Sign in            ${demo.email}  /  ${demo.password}`,
      `  Mailed codes       ${inboxUrl}`,
      '',
      `  Ready in ${start.seconds.toFixed(1)} s (${synth}). No AI model is running: a classical stand-in answers.`,
      '  Ctrl-C stops everything; your work is kept for the next start.',
      '',
      '',
    ].join('\n'),
  )
}

runCommand(main)
