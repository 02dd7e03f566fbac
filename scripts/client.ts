import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateClient } from 'aws-amplify/data'
import type { Schema } from '../amplify/data/resource.ts'
import { connect, type SandboxOutputs } from '../sandbox/connect.ts'
import { type BackendProcess, spawnBackend } from './backend-process.ts'
import { localDir } from './paths.ts'

export type Client = ReturnType<typeof generateClient<Schema>>

/**
 * An ordinary Amplify client of the local backend, which is started when none runs.
 * @returns the client, and a function that stops what was started
 */
export async function openClient(): Promise<{ client: Client; stop: () => Promise<void> }> {
  let outputs = await runningOutputs()
  let backend: BackendProcess | undefined
  if (!outputs) {
    process.stderr.write('No backend is running: starting one …\n')
    backend = spawnBackend([])
    await backend.ready
    outputs = await runningOutputs()
  }
  if (!outputs) throw new Error('The backend did not start; `npm run backend` shows why.')
  await connect(outputs)
  return {
    client: generateClient<Schema>(),
    stop: async () => backend?.stop(),
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
