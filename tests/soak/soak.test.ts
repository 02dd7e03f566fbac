import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCampaign } from './campaign.ts'
import { openClients } from './clients.ts'
import { createKillableBackend } from './killable-backend.ts'
import { attempt } from './load.ts'

const timeout = 300_000

/**
 * One round whose seed loads the backend for 2.4 s and kills it once more while it starts, so that
 * every kind of kill is there; `npm run soak` runs 200.
 */
const shortForm = { rounds: 1, seed: 20_261_174 }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'repaint-soak-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('what was acknowledged survives kills in the middle of load', { timeout }, async () => {
  const totals = await runCampaign({ ...shortForm, dir, say: () => undefined })
  // Rounds in which nothing was acknowledged would show nothing.
  expect(Object.entries(totals).filter(([, count]) => count === 0)).toEqual([])
})

test('a fault kills the backend between a write and its answer', { timeout }, async () => {
  const backend = await createKillableBackend(dir)
  try {
    const facts = await backend.start()
    const { once, patient, pictures: TableName } = await openClients(facts)
    const tokenFile = join(dir, 'state', 'faults-token')
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)
    const token = await readFile(tokenFile, 'utf8')
    const ordered = await fetch(`${facts.endpoint}/_sandbox/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({
        service: 'dynamodb',
        operation: 'PutItem',
        effect: { kind: 'killBackend', when: 'after' },
      }),
    })
    expect(ordered.status).toBe(201)
    const Item = { id: { S: 'unanswered' } }
    const put = new PutItemCommand({ TableName, Item })
    expect(await attempt(() => once.dynamodb.send(put))).toBe('unknown')
    await backend.kill()
    await backend.start()
    const read = new GetItemCommand({ TableName, Key: Item })
    expect((await patient.dynamodb.send(read)).Item).toEqual(Item)
  } finally {
    await backend.close()
  }
})
