import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, jobMs, startBackend, startMs, waitFor } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import {
  finished,
  generate,
  getGeneration,
  type Person,
  signUpPerson,
  upload,
  uploadMask,
  usageOf,
} from './person.ts'
import { shortTimes } from './settings.ts'

/** Titan's price for one image of its 512 tier in standard quality is $0.008. */
const imageMicros = 8_000

let onCharged = () => undefined as void
let backend: Backend
let ann: Person

beforeAll(async () => {
  backend = await startBackend({ set: shortTimes, onCharged: () => onCharged() })
  ann = await signUpPerson(backend, 'ann')
}, startMs)

afterAll(() => backend?.close())

async function order(seed: number): Promise<string> {
  const id = randomUUID()
  const size = { widthPx: 512, heightPx: 512 }
  const request = { operation: 'TEXT_TO_IMAGE', prompt: 'a lighthouse', count: 1, seed, ...size }
  expect((await generate(ann, id, request)).errors).toEqual([])
  return id
}

test('an AppSync that is dead from the paid answer on costs time, and no second call', {
  timeout: jobMs,
}, async () => {
  const before = await usageOf(backend, ann)
  const { faults } = backend.sandbox
  onCharged = () => void faults.add({ service: 'appsync', effect: { kind: 'fail' } })
  const id = await order(1)
  // As often as a function asks before it gives up.
  await waitFor(
    'the worker to fail',
    async () => faults.list().some(({ struck }) => struck >= 4) || undefined,
  )
  onCharged = () => undefined
  faults.clear()
  expect(await getGeneration(ann, id)).toMatchObject({ status: 'RUNNING', attempt: 1 })
  const done = await finished(ann, id)
  expect(done).toMatchObject({
    status: 'SUCCEEDED',
    attempt: 2,
    modelCalls: 1,
    costMicros: imageMicros,
    outputs: [{ index: 0, status: 'SUCCEEDED', seed: 1 }],
  })
  expect(backend.modelCalls()).toBe(1)
  expect(await usageOf(backend, ann)).toEqual({
    images: before.images + 1,
    costMicros: before.costMicros + imageMicros,
  })
})

test('a job whose message nobody could handle waits among the dead letters, and is sent again', {
  timeout: 2 * jobMs,
}, async () => {
  const calls = backend.modelCalls()
  const { faults } = backend.sandbox
  faults.add({ effect: { kind: 'killFunction', afterMs: 0, name: 'rungeneration' } })
  const id = await order(2)
  const letter = await waitFor('a dead letter', () => findLetter(id))
  faults.clear()
  expect(await getGeneration(ann, id)).toMatchObject({ status: 'QUEUED' })
  expect(backend.modelCalls()).toBe(calls)
  const sent = await fetch(`${backend.endpoint}/_sandbox/queues/send-again`, {
    method: 'POST',
    body: new URLSearchParams(letter),
  })
  expect(sent.ok).toBe(true)
  expect(await finished(ann, id)).toMatchObject({ status: 'SUCCEEDED', attempt: 1, modelCalls: 1 })
  expect(await findLetter(id)).toBeUndefined()
})

test('a model in preview edits by instruction, in a mask that it is not shown', {
  timeout: jobMs,
}, async () => {
  const calls = backend.modelCalls()
  const size = { width: 512, height: 384 }
  const picture = await upload(backend, ann, { bytes: await noisePng(size) })
  const maskKey = await uploadMask(
    backend,
    ann,
    await maskOf(size, { x: 200, y: 150, width: 90, height: 70 }),
  )
  const id = randomUUID()
  const request = { operation: 'INSTRUCT', prompt: 'a red door', count: 1, maskKey }
  const model = 'amazon.nova-2-omni-v1:0'
  expect((await generate(ann, id, { ...request, pictureId: picture.id, model })).errors).toEqual([])
  expect(await finished(ann, id)).toMatchObject({
    status: 'SUCCEEDED',
    modelUsed: model,
    costMicros: 410_000,
    outputs: [{ changedOutside: 0 }],
  })
  expect(backend.modelCalls() - calls).toBe(1)
})

/** What the page's button sends for the dead letter of a job. */
async function findLetter(id: string): Promise<Record<string, string> | undefined> {
  const page = await (await fetch(`${backend.endpoint}/_sandbox/queues`)).text()
  const form = page
    .split('<li>')
    .find((each) => each.includes(id))
    ?.split('<form')[1]
  const fields = form?.matchAll(/name="(\w+)" value="([^"]+)"/g)
  return fields && Object.fromEntries([...fields].map(([, name, value]) => [name, value]))
}
