import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LogEvent } from '../log.ts'
import { createOutbox } from './outbox.ts'

const mail = {
  to: 'ada@example.com',
  subject: 'Verify your new account',
  body: 'The verification code is 123456',
  code: '123456',
  purpose: 'sign-up',
}
const clock = (): number => Date.UTC(2026, 10, 21, 11, 40)

async function folder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'mail-'))
}

test('mails are kept privately, newest first, and survive a restart', async () => {
  const deployment = { stateDir: await folder() }
  const logged: LogEvent[] = []
  const outbox = createOutbox({ deployment, log: (event) => logged.push(event), clock })
  await outbox.send(mail)
  await outbox.send({ ...mail, code: '654321' })
  const reopened = createOutbox({ deployment, log: () => undefined })
  expect(reopened.list()).toEqual(outbox.list())
  expect(reopened.list().map(({ code }) => code)).toEqual(['654321', '123456'])
  expect(reopened.list()[0]).toMatchObject({ sentAt: '2026-11-21T11:40:00.000Z' })
  expect((await stat(join(deployment.stateDir, 'mail', 'inbox.json'))).mode & 0o777).toBe(0o600)
  expect(logged[0]?.message).toContain('123456')
})

test('of many mails sent at once the last 200 are kept', async () => {
  const deployment = { stateDir: await folder() }
  const outbox = createOutbox({ deployment, log: () => undefined, clock })
  await Promise.all(
    Array.from({ length: 203 }, (_, index) => outbox.send({ ...mail, code: String(index) })),
  )
  const kept = createOutbox({ deployment, log: () => undefined }).list()
  expect([kept.length, kept[0]?.code, kept[199]?.code]).toEqual([200, '202', '3'])
})
