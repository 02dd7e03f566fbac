import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateClient } from 'aws-amplify/data'
import type { Schema } from '../amplify/data/resource.ts'
import { connect, type SandboxOutputs } from '../sandbox/connect.ts'
import { localDir, projectRoot } from './paths.ts'

export type Client = ReturnType<typeof generateClient<Schema>>

/**
 * An ordinary Amplify client of the local backend, which is started when none runs.
 * @returns the client, and a function that stops what was started
 */
export async function openClient(): Promise<{ client: Client; stop: () => void }> {
  let outputs = await runningOutputs()
  let backend: ChildProcess | undefined
  if (!outputs) {
    process.stderr.write('No backend is running: starting one …\n')
    backend = spawn(process.execPath, ['scripts/run.mjs', 'backend', '--json'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await firstLine(backend)
    outputs = await runningOutputs()
  }
  if (!outputs) throw new Error('The backend did not start; `npm run backend` shows why.')
  await connect(outputs)
  return {
    client: generateClient<Schema>(),
    stop: () => {
      backend?.kill('SIGTERM')
    },
  }
}

/** The outputs of the last start, when that backend still answers. */
async function runningOutputs(): Promise<SandboxOutputs | undefined> {
  const text = await readFile(join(localDir, 'outputs.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const outputs = JSON.parse(text) as SandboxOutputs
  const health = `${outputs.custom.sandbox.endpoint}/_sandbox/health`
  const answer = await fetch(health).catch(() => undefined)
  return answer?.ok ? outputs : undefined
}

function firstLine(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The backend stopped (exit code ${code}).`)))
  })
}
