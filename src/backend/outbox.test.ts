import { expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { say } from '../i18n/say.ts'
import type { LocalStore } from './local-store.ts'
import {
  createOutbox,
  type OutboxEdges,
  type QueuedRequest,
  queuedRequestSchema,
} from './outbox.ts'

const id = generationIdSchema.parse('7d0f3a52-93a1-4a1e-9c1d-0d6a1f2b3c4d')
const entry: QueuedRequest = {
  id,
  owner: 'ada',
  request: { operation: 'TEXT_TO_IMAGE', prompt: 'A boat', count: 1, quality: 'STANDARD' },
  createdAt: '2026-11-21T10:00:00.000Z',
  phase: 'WAITING',
  tries: 0,
}
const accepted = { id } as Generation

/** An outbox over a server that answers as told, one answer a call, and a clock turned by hand. */
function anOutbox(answers: (Generation | Error)[], stored = new Map<string, QueuedRequest>()) {
  const sent: string[] = []
  const steps: (() => void)[] = []
  const queued: LocalStore<QueuedRequest> = {
    get: async (key) => stored.get(key),
    set: async (key, value) => void stored.set(key, value),
    remove: async (key) => void stored.delete(key),
    all: async () => [...stored],
  }
  let isReady = true
  const edges: OutboxEdges = {
    queued,
    isPictureReady: async () => isReady,
    sendMask: async () => undefined,
    async send(each) {
      sent.push(each.id)
      const answer = answers.shift() ?? new AppError('OFFLINE', { key: 'unreachable' })
      if (answer instanceof Error) throw answer
      return answer
    },
    onAccepted: () => undefined,
    later: (step) => {
      steps.push(step)
      return () => void steps.splice(steps.indexOf(step), 1)
    },
  }
  const outbox = createOutbox(edges)
  return { outbox, sent, stored, steps, setReady: (value: boolean) => (isReady = value) }
}

/** Lets every promise that is under way settle. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('an accepted request leaves nothing behind', async () => {
  const { outbox, stored } = anOutbox([accepted])
  await outbox.add(entry)
  await settled()
  expect([stored.size, Object.keys(outbox.store.getState().queued)]).toEqual([0, []])
})

test('a request is on the device before it shows', async () => {
  const shown: boolean[] = []
  const stored = new Map<string, QueuedRequest>()
  const keep = stored.set.bind(stored)
  const { outbox } = anOutbox([accepted], stored)
  stored.set = (key, value) => {
    shown.push(key in outbox.store.getState().queued)
    return keep(key, value)
  }
  await outbox.add(entry)
  expect(shown[0]).toBe(false)
})

test('a request that the network lost is sent again under the same id', async () => {
  const { outbox, sent, steps, stored } = anOutbox([new TypeError('Failed to fetch'), accepted])
  await outbox.add(entry)
  await settled()
  expect(stored.get(id)?.phase).toBe('WAITING')
  steps[0]?.()
  await settled()
  expect([sent, stored.size]).toEqual([[id, id], 0])
})

test('a reload takes up what was not answered', async () => {
  const stored = new Map<string, QueuedRequest>([[id, { ...entry, phase: 'SENDING' }]])
  const { outbox, sent } = anOutbox([accepted], stored)
  await outbox.resume('ada', async () => false)
  await settled()
  expect([sent, stored.size]).toEqual([[id], 0])
})

const now = () => new Date().toISOString()
test.each([
  { what: 'is sent when a document names it', isNamed: true, createdAt: now(), left: [1, 0] },
  { what: 'may be another tab’s', isNamed: false, createdAt: now(), left: [0, 1] },
  { what: 'is dropped when it is old', isNamed: false, createdAt: entry.createdAt, left: [0, 0] },
])('a request that was held $what', async ({ isNamed, createdAt, left }) => {
  const { outbox, sent, stored } = anOutbox([accepted])
  await outbox.hold({ ...entry, createdAt })
  await settled()
  expect([sent, Object.keys(outbox.store.getState().queued)]).toEqual([[], []])
  await outbox.resume('ada', async () => isNamed)
  await settled()
  expect([sent.length, stored.size]).toEqual(left)
})

test("another person's requests stay where they are", async () => {
  const stored = new Map<string, QueuedRequest>([[id, entry]])
  const { outbox, sent } = anOutbox([accepted], stored)
  await outbox.resume('bob', async () => false)
  await settled()
  expect([sent, stored.size]).toEqual([[], 1])
})

test('a refused request is kept with its reason and not sent again by itself', async () => {
  const refusal = new AppError('QUOTA_EXCEEDED', { key: 'storageFull', maxGigabytes: 2 })
  const { outbox, sent, steps } = anOutbox([refusal])
  await outbox.add(entry)
  await settled()
  outbox.wake()
  await settled()
  const kept = outbox.store.getState().queued[id]
  expect([kept?.phase, kept?.error?.code, sent.length, steps.length]).toEqual([
    'REFUSED',
    'QUOTA_EXCEEDED',
    1,
    0,
  ])
})

/** As version 0.1 of July 2026 kept it, when a reason was an English sentence. */
const oldLetter = {
  ...entry,
  phase: 'REFUSED',
  tries: 1,
  error: { code: 'QUOTA_EXCEEDED', detail: 'Your limit for today is reached.', field: 'count' },
}

test('a entry kept before reasons had keys still says its sentence', () => {
  const { error } = queuedRequestSchema.parse(oldLetter)
  expect(error).toEqual({
    code: 'QUOTA_EXCEEDED',
    field: 'count',
    reason: { key: 'storedSentence', sentence: 'Your limit for today is reached.' },
  })
  expect(error && say(error.reason)).toBe('Your limit for today is reached.')
})

test('a refused entry reads the same after a reload', async () => {
  const refusal = new AppError('UNSUPPORTED', { key: 'noModelCan', task: 'BLEND' })
  const { outbox, stored } = anOutbox([refusal])
  await outbox.add(entry)
  await settled()
  const kept: unknown = JSON.parse(JSON.stringify(stored.get(id)))
  expect(queuedRequestSchema.parse(kept).error).toEqual(refusal.toWire())
})

test('nothing is sent before the picture is ready', async () => {
  const { outbox, sent, setReady } = anOutbox([accepted])
  setReady(false)
  await outbox.add(entry)
  await settled()
  expect(sent).toEqual([])
  setReady(true)
  outbox.wake()
  await settled()
  expect(sent).toEqual([id])
})

test('waking twice does not send twice', async () => {
  const { outbox, sent } = anOutbox([new TypeError('Failed to fetch'), accepted])
  await outbox.add(entry)
  await settled()
  outbox.wake()
  outbox.wake()
  await settled()
  expect(sent.length).toBe(2)
})

test('a request discarded while it is on its way does not come back', async () => {
  const { outbox, stored } = anOutbox([new TypeError('Failed to fetch')])
  await outbox.add(entry)
  await outbox.discard(id)
  await settled()
  expect([stored.size, Object.keys(outbox.store.getState().queued)]).toEqual([0, []])
})
