import { join } from 'node:path'
import { type BackendFacts, spawnBackend } from './backend-process.ts'
import { type ImagesOption, imagesArguments, whoPaints } from './images-option.ts'
import { readOptions } from './options.ts'
import { localDir } from './paths.ts'

/** Vite's own default. */
const defaultPort = 5173

type Running = { close(): Promise<void> }

/**
 * Serves the app on a port of 127.0.0.1.
 * @param ready settles when the backend answers and its outputs are written
 */
export type Serve = (on: { port: number; ready: Promise<BackendFacts> }) => Promise<Running>

/**
 * The whole product on this machine: the app, and the offline backend in a process of its own, so
 * that both start at the same time. Reads the flags of the command line.
 */
export async function runWholeApp(serve: Serve): Promise<Running> {
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
    ...options.secret.map((name) => `--secret=${name}`),
    ...imagesArguments(options.images),
    ...options.tell.map((setting) => `--tell=${setting}`),
  ])
  try {
    process.env['REPAINT_OUTPUTS'] = join(options.state ?? localDir, 'outputs.json')
    const app = await serve({ port, ready: backend.ready })
    const facts = await backend.ready
    const seconds = (performance.now() - startedMs) / 1000
    printWelcome({ facts, port, seconds, images: options.images })
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

function printWelcome(start: {
  facts: BackendFacts
  port: number
  seconds: number
  images: ImagesOption | undefined
}): void {
  const { demo, inboxUrl, synthesised } = start.facts
  const synth = synthesised ? 'backend synthesised' : 'backend from the cache'
  process.stdout.write(
    [
      '',
      `  Repaint            http://localhost:${start.port}`,
      `  Sign in            ${demo.email}  /  ${demo.password}`,
      `  Mailed codes       ${inboxUrl}`,
      '',
      `  Ready in ${start.seconds.toFixed(1)} s (${synth}). ${whoPaints(start.images)}`,
      '  Ctrl-C stops everything; your work is kept for the next start.',
      '',
      '',
    ].join('\n'),
  )
}
