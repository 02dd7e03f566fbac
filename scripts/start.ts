import { join } from 'node:path'
import { createServer } from 'vite'
import { demoUser } from './demo-user.ts'
import { cacheDir, startLocalBackend, writeOutputs } from './local-backend.ts'
import { readOptions } from './options.ts'
import { projectRoot } from './paths.ts'
import { runCommand, terminalLog } from './terminal.ts'

/** Vite's own default. */
const defaultPort = 5173

/** The whole product on this machine: the offline backend, and the app with hot reload. */
async function main(): Promise<{ close(): Promise<void> }> {
  const startedMs = performance.now()
  const options = readOptions(process.argv.slice(2))
  const port = options.port ?? defaultPort
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  process.stderr.write('Starting the offline backend …\n')
  const backend = await startLocalBackend({
    port: port + 1,
    origins,
    reset: options.reset,
    log: terminalLog(options.verbose),
    ...(options.state === undefined ? {} : { stateDir: options.state }),
  })
  try {
    const outputsPath =
      options.state === undefined ? undefined : join(options.state, 'outputs.json')
    process.env['REPAINT_OUTPUTS'] = await writeOutputs(backend, outputsPath)
    const app = await createServer({
      root: projectRoot,
      mode: 'offline',
      ...(cacheDir === undefined ? {} : { cacheDir: join(cacheDir, 'vite') }),
      server: { port, strictPort: true, host: '127.0.0.1' },
    })
    await app.listen()
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    const synth = backend.synth.fresh ? 'backend synthesised' : 'backend from the cache'
    process.stdout.write(
      [
        '',
        `  Repaint            http://localhost:${port}`,
        `  Sign in            ${demoUser.email}  /  ${demoUser.password}`,
        `  Mailed codes       ${backend.endpoint}/_sandbox/inbox`,
        '',
        `  Ready in ${seconds} s (${synth}). No AI model is running: a classical stand-in answers.`,
        '  Ctrl-C stops everything; your work is kept for the next start.',
        '',
        '',
      ].join('\n'),
    )
    return {
      async close() {
        await app.close()
        await backend.close()
      },
    }
  } catch (cause) {
    await backend.close()
    throw cause
  }
}

runCommand(main)
