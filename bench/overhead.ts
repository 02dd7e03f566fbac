import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { generateClient } from 'aws-amplify/data'
import { uploadData } from 'aws-amplify/storage'
import type { Schema } from '../amplify/data/resource.ts'
import { plainPicture } from '../amplify/imaging/composed-picture.ts'
import { makePatch } from '../amplify/imaging/make-patch.ts'
import { makeEditRenditions } from '../amplify/imaging/make-renditions.ts'
import { openOriginal } from '../amplify/imaging/open-original.ts'
import { type PreparedEdit, prepareEdit } from '../amplify/imaging/prepare-edit.ts'
import { finishEdit } from '../amplify/jobs/run/prepare/finish-edit.ts'
import { chooseAdapter } from '../amplify/models/choose-adapter.ts'
import { type PictureId, pictureIdOf, type UserId } from '../domain/ids.ts'
import { titanImageGeneratorV2 as card } from '../domain/model/titan.ts'
import { maskKey, originalKey } from '../domain/object-key.ts'
import { createInstantEngine } from '../sandbox/bedrock/engine/pool.ts'
import { models } from '../sandbox/bedrock/models/table.ts'
import { connect, type SandboxOutputs } from '../sandbox/connect.ts'
import { startLocalBackend } from '../scripts/local-backend.ts'
import { signInDemo } from '../scripts/sign-in-demo.ts'
import { type Figure, percentile, timed } from './figure.ts'
import { ellipseMask, photoJpeg } from './pictures.ts'

type Client = ReturnType<typeof generateClient<Schema>>
type Asked = Parameters<Client['mutations']['generateImage']>[0]['request']
type Generation = Awaited<ReturnType<Client['models']['Generation']['get']>>['data'] & object

const size = { width: 1024, height: 1024 }
const maskArea = 0.1
const warmUps = 5
/** A step that takes longer is given up. */
const maxMs = 60_000

/** One job: what the client saw, what the record says, and its parts alone. */
type Sample = {
  readonly acceptMs: number
  readonly visibleMs: number
  /** The same pixel work, by the same functions in this process. */
  readonly workMs: number
  /** The model server's answer to the same body, in this process. */
  readonly answerMs: number
  /** Accepted → visible of a job whose prompt the model refuses: queue, claim, records, event. */
  readonly wayMs: number
  readonly record: Generation
}

/**
 * Jobs of an ordinary Amplify client, one after the other, with a model that answers at once: from
 * the mutation's answer to the last event of its subscription, against the sum of its parts.
 * @param count jobs after the first ones, which warm the functions
 */
export async function benchOverhead(count = 40): Promise<Figure[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  const backend = await startLocalBackend({
    port: 0,
    stateDir,
    environment: {
      REPAINT_REQUESTS_PER_MINUTE: '*=100000',
      REPAINT_PERSONAL_REQUESTS_PER_MINUTE: '1000000',
    },
    bedrock: { engine: 'instant', requestsPerMinute: 100_000 },
    log: () => undefined,
  })
  try {
    await connect(backend.outputs as SandboxOutputs)
    const samples = await runJobs(generateClient<Schema>(), count)
    return figuresOf(samples)
  } finally {
    await backend.close()
    await rm(stateDir, { recursive: true, force: true })
  }
}

async function runJobs(client: Client, count: number): Promise<Sample[]> {
  const owner = await signInDemo()
  const source = await photoJpeg(size)
  const pictureId = await uploadPicture(client, owner, source)
  const live = watchGenerations(client)
  try {
    const samples: Sample[] = []
    for (let run = 0; run < warmUps + count; run += 1) {
      // Each mask is another one, so that each result is a new picture.
      const mask = await ellipseMask(size, maskArea, run)
      const key = maskKey(owner, sha256(mask))
      await upload(key, mask, 'image/png')
      const request = { operation: 'ERASE', pictureId, maskKey: key, count: 1 }
      const job = await runJob(client, live, { request, end: 'SUCCEEDED' })
      const refused = { operation: 'TEXT_TO_IMAGE', prompt: 'a blockedprompt', count: 1 }
      const { visibleMs: wayMs } = await runJob(client, live, { request: refused, end: 'BLOCKED' })
      const { ms: workMs, result: prepared } = await timed(() => imageWork(source, mask))
      const { ms: answerMs } = await timed(() => answer(prepared))
      if (run >= warmUps) samples.push({ ...job, workMs, answerMs, wayMs })
    }
    return samples
  } finally {
    live.stop()
  }
}

async function runJob(
  client: Client,
  live: Live,
  { request, end }: { request: Asked; end: Generation['status'] },
): Promise<Pick<Sample, 'acceptMs' | 'visibleMs' | 'record'>> {
  const id = randomUUID()
  const finished = live.finished(id)
  const { ms: acceptMs, result } = await timed(() =>
    client.mutations.generateImage({ id, request }),
  )
  if (result.errors?.[0]) throw new Error(result.errors[0].message)
  const { ms: visibleMs, result: record } = await timed(() => finished)
  if (record.status !== end) throw new Error(`A job ended as ${record.status}.`)
  return { acceptMs, visibleMs, record }
}

/** All pixel work of such a job, by the very functions that the worker calls. */
async function imageWork(source: Buffer, mask: Buffer): Promise<PreparedEdit> {
  const picture = plainPicture(await openOriginal(source))
  const prepared = await prepareEdit({ picture, mask, card, task: 'ERASE' })
  const patch = await makePatch(prepared, prepared.image)
  const { shown } = await finishEdit({ place: prepared, patch, canvas: picture.canvas })
  await makeEditRenditions(shown)
  return prepared
}

/** The model's answer as it crosses the wire, written and read. */
async function answer({ image, mask, plan }: PreparedEdit): Promise<void> {
  const adapter = chooseAdapter(card)
  const [call] = await adapter.requestBodies({
    kind: 'ERASE',
    task: 'ERASE',
    count: 1,
    seed: 1,
    quality: 'STANDARD',
    image,
    mask,
    size: plan.size,
  })
  if (!call) throw new Error('There is nothing to ask.')
  const tools = { engine: createInstantEngine(), blocked: undefined, randomSeed: () => 7 }
  const body = await models.get(card.id)?.invoke(JSON.parse(JSON.stringify(call.body)), tools)
  adapter.parseResponse(JSON.parse(JSON.stringify(body)), call)
}

function figuresOf(samples: readonly Sample[]): Figure[] {
  const at = (share: number, pick: (sample: Sample) => number) =>
    percentile(samples.map(pick), share)
  const seen = (share: number) => at(share, ({ visibleMs }) => visibleMs)
  const parts = {
    work: at(0.5, ({ workMs }) => workMs),
    answer: at(0.5, ({ answerMs }) => answerMs),
    way: at(0.5, ({ wayMs }) => wayMs),
  }
  const sum = parts.work + parts.answer + parts.way
  const step = (name: string, pick: (record: Generation) => number | null | undefined): Figure => ({
    name: `of it, ${name}, median`,
    value: at(0.5, ({ record }) => pick(record) ?? Number.NaN),
    unit: 'ms',
  })
  return [
    {
      name: 'accepted → visible, p95 ÷ sum of its parts, medians',
      value: seen(0.95) / sum,
      unit: '×',
      atMost: 1.25,
    },
    { name: 'accepted → visible ÷ sum of its parts, medians', value: seen(0.5) / sum, unit: '×' },
    { name: 'accepted → visible, p50', value: seen(0.5), unit: 'ms' },
    { name: 'accepted → visible, p95', value: seen(0.95), unit: 'ms' },
    { name: 'part: image work, median', value: parts.work, unit: 'ms' },
    { name: 'part: the model server’s answer, median', value: parts.answer, unit: 'ms' },
    { name: 'part: the way of a job without pixels, median', value: parts.way, unit: 'ms' },
    step('until claimed, from the request', ({ queueMs }) => queueMs),
    step('read and prepare', ({ prepareMs }) => prepareMs),
    step('model call', ({ modelMs }) => modelMs),
    step('paste back and store', ({ pasteMs }) => pasteMs),
    { name: 'sent → accepted, p50', value: at(0.5, ({ acceptMs }) => acceptMs), unit: 'ms' },
  ]
}

type Live = { finished(id: string): Promise<Generation>; stop(): void }

function watchGenerations(client: Client): Live {
  const waiting = new Map<string, (generation: Generation) => void>()
  const subscription = client.models.Generation.onUpdate().subscribe({
    next: (generation) => {
      if (generation.finishedAt) waiting.get(generation.id)?.(generation)
    },
    // A subscription that breaks shows as a job that does not finish.
    error: () => undefined,
  })
  return {
    finished: (id) =>
      within(
        `the end of job ${id}`,
        new Promise<Generation>((resolve) => waiting.set(id, resolve)),
      ).finally(() => waiting.delete(id)),
    stop: () => subscription.unsubscribe(),
  }
}

async function uploadPicture(client: Client, owner: UserId, source: Buffer): Promise<PictureId> {
  const digest = sha256(source)
  const id = await pictureIdOf(owner, digest)
  await upload(originalKey(owner, digest, 'image/jpeg'), source, 'image/jpeg')
  const untilMs = performance.now() + maxMs
  while (performance.now() < untilMs) {
    const { data } = await client.models.Picture.get({ id })
    if (data?.status === 'READY') return id
    await pause(50)
  }
  throw new Error('The picture did not become ready.')
}

async function upload(path: string, data: Buffer, contentType: string): Promise<void> {
  await uploadData({ path, data: new Uint8Array(data), options: { contentType } }).result
}

/** @throws Error naming `what` after `maxMs` */
async function within<T>(what: string, promise: Promise<T>): Promise<T> {
  const ended = new AbortController()
  const late = pause(maxMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`Waited ${maxMs / 1000} s in vain for ${what}.`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    ended.abort()
    late.catch(() => undefined)
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
