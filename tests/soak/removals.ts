import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import type { Random } from '../../sandbox/random.ts'
import type { Clients } from './clients.ts'
import { attempt, type Load, pick, Violation } from './load.ts'
import { putPicture } from './pictures.ts'

/** Functions start slowly after a restart, on a busy machine more so. */
const functionMs = 60_000
/** Asynchronous invocations between two restarts: each costs a function's start. */
const maxRemovals = 4

/** Lambda: pictures are removed by asynchronous invocations, each of which must come about. */
export function createRemovalLoad(clients: Clients, owner: string): Load {
  const { once, patient, pictures: TableName, removePictures: FunctionName } = clients
  const removals = new Map<string, 'asked' | 'taken'>()
  let acknowledged = 0

  async function remove(): Promise<void> {
    const id = randomUUID()
    const isThere = await attempt(() => once.dynamodb.send(putPicture(clients, owner, id)))
    if (isThere !== 'done') return
    removals.set(id, 'asked')
    const event = { identity: { sub: owner }, arguments: { ids: [id] } }
    const invoke = new InvokeCommand({
      FunctionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    })
    if ((await attempt(() => once.lambda.send(invoke))) !== 'done') return
    removals.set(id, 'taken')
    acknowledged += 1
  }

  async function waitUntilGone(id: string): Promise<void> {
    const until = Date.now() + functionMs
    const read = new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true })
    while ((await patient.dynamodb.send(read)).Item) {
      if (Date.now() > until) throw new Violation(`picture ${id} was never removed`)
      await pause(50)
    }
  }

  return {
    name: 'Lambda events',
    lanes: 1,
    get acknowledged() {
      return acknowledged
    },
    async step(random: Random) {
      if (removals.size < maxRemovals) await remove()
      // The others go on meanwhile.
      await pause(pick(random, [10, 50, 200]))
    },
    async check() {
      for (const [id, state] of removals) if (state === 'taken') await waitUntilGone(id)
      removals.clear()
    },
  }
}
