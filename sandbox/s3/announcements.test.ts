import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openAnnouncements } from './announcements.ts'
import type { ObjectEvent } from './notifications.ts'
import type { ObjectRecord } from './object-record.ts'

let folder: string
let sent: ObjectEvent[]
let objects: Map<string, ObjectRecord>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'announcements-'))
  sent = []
  objects = new Map()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function open(options: { deliver?: (event: ObjectEvent) => Promise<void> } = {}) {
  return openAnnouncements({
    folder,
    objects: { read: (key) => Promise.resolve(objects.get(key)) },
    isHeard: ({ key }) => key.startsWith('originals/'),
    send: options.deliver ?? (async (event) => void sent.push(event)),
  })
}

function anEvent(overrides: Partial<ObjectEvent> = {}): ObjectEvent {
  return {
    name: 'ObjectCreated:Put',
    key: 'originals/a',
    created: { sizeBytes: 4, etag: '"1"' },
    principalId: 'ada',
    requestId: 'r',
    atMs: 1,
    ...overrides,
  }
}

const removal: ObjectEvent = {
  name: 'ObjectRemoved:Delete',
  key: 'originals/a',
  principalId: 'ada',
  requestId: 'r',
  atMs: 1,
}

const store = (etag: string) => () => {
  objects.set('originals/a', { etag } as ObjectRecord)
  return Promise.resolve('stored')
}
const never = new Promise<never>(() => undefined)

it('an event follows its change, once', async () => {
  const announcements = await open()
  expect(await announcements.announce(anEvent(), store('"1"'))).toBe('stored')
  await open()
  expect(sent).toEqual([anEvent()])
})

it('a change that was none has no event, nor one that failed', async () => {
  const announcements = await open()
  await announcements.announce(removal, () => Promise.resolve(false))
  await expect(
    announcements.announce(anEvent(), () => Promise.reject(new Error('full'))),
  ).rejects.toThrow('full')
  await open()
  expect(sent).toEqual([])
})

it('the event of a change after which the process ended is sent by the next one', async () => {
  const announcements = await open({ deliver: () => never })
  void announcements.announce(anEvent(), store('"1"'))
  await expect.poll(() => objects.size, { timeout: 10_000 }).toBe(1)
  await open()
  expect(sent).toEqual([anEvent()])
})

it('a change that the end of the process prevented has no event', async () => {
  const announcements = await open()
  let begun = false
  void announcements.announce(anEvent(), () => {
    begun = true
    return never
  })
  await expect.poll(() => begun, { timeout: 10_000 }).toBe(true)
  objects.set('originals/a', { etag: '"an older one"' } as ObjectRecord)
  await open()
  expect(sent).toEqual([])
})
