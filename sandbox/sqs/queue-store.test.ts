import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Message } from './message.ts'
import type { QueueConfig } from './queue-config.ts'
import { openQueueStore } from './queue-store.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-store-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function aMessage(id: string, body: string): Message {
  return { id, body, senderId: 'somebody', sentMs: 0, visibleAtMs: 0, receiveCount: 0 }
}

it('a message on its way to another queue outlives a rewriting of the journal', async () => {
  const config = { name: 'jobs' } as QueueConfig
  const store = await openQueueStore(config, folder)
  await store.add(aMessage('held', 'precious'))
  store.hold(aMessage('held', 'precious'))
  // The journal is rewritten when it has passed 1 MiB.
  for (let count = 0; count < 12; count += 1) {
    await store.add(aMessage(`filler ${count}`, 'x'.repeat(100_000)))
  }
  // The process ends here, before anybody knows what became of the message.
  await store.close()
  const reopened = await openQueueStore(config, folder)
  expect(reopened.backlog.get('held')).toEqual(aMessage('held', 'precious'))
  expect(reopened.backlog.size).toBe(13)
  await reopened.close()
})
