import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { s3With } from '../tests/backend/address.ts'
import { type OpenBackend, openBackend } from '../tests/backend/open-backend.ts'
import { readToolsKeys } from '../tests/backend/tools-keys.ts'
import { computePowersNatively } from '../tests/native-powers.ts'
import { stateDir } from './place.ts'

let opened: Promise<OpenBackend> | undefined

/** The backend under test, once for each worker. */
export function backendUnderTest(): Promise<OpenBackend> {
  opened ??= open()
  return opened
}

async function open(): Promise<OpenBackend> {
  await computePowersNatively()
  return openBackend({
    outputsFile: join(stateDir, 'outputs.json'),
    credentialsFile: join(stateDir, 'aws-credentials'),
  })
}

/** Orders the next calls of models to be turned away, as by AWS when too many come. */
export function throttleCalls(times: number): Promise<void> {
  return orderFault({ times, effect: { kind: 'throttle' } })
}

/** Orders the next calls of models to take so much longer. */
export function delayCalls(times: number, ms: number): Promise<void> {
  return orderFault({ times, effect: { kind: 'delay', ms } })
}

async function orderFault(fault: { times: number; effect: object }): Promise<void> {
  const { endpoint } = await backendUnderTest()
  const token = await readFile(join(stateDir, 'faults-token'), 'utf8')
  const rule = { service: 'bedrock', operation: 'InvokeModel', ...fault }
  const answer = await fetch(`${endpoint}/_sandbox/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(rule),
  })
  if (!answer.ok) throw new Error(`The faults answer ${answer.status}.`)
}

/** Every object under a prefix, read with the developer's own credentials. */
export async function objectsUnder(prefix: string): Promise<Map<string, Buffer>> {
  const backend = await backendUnderTest()
  const s3 = s3With(backend, await readToolsKeys(join(stateDir, 'aws-credentials')))
  const bucket = { Bucket: backend.outputs.storage.bucket_name }
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ ...bucket, Prefix: prefix }))
  const objects = new Map<string, Buffer>()
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }))
    if (Key && Body) objects.set(Key, Buffer.from(await Body.transformToByteArray()))
  }
  return objects
}
