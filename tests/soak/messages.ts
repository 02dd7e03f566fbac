import { randomUUID } from 'node:crypto'
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import type { Random } from '../../sandbox/random.ts'
import type { Clients } from './clients.ts'
import { drainQueue } from './drain-queue.ts'
import { attempt, type Load, Violation } from './load.ts'

/** How long a message that was received and not deleted stays hidden; a restart takes longer. */
const hiddenS = 2
type State = 'maybe sent' | 'sent' | 'maybe deleted' | 'deleted'

/** SQS: sends, receives, deletes. What is left after a restart is counted and taken away. */
export function createMessageLoad(clients: Clients): Load {
  const { once, queue: QueueUrl } = clients
  /** By body, of which each is unique. */
  const states = new Map<string, State>()
  let acknowledged = 0

  async function send(random: Random): Promise<void> {
    const bodies = Array.from({ length: random() < 0.3 ? 5 : 1 }, () => randomUUID())
    for (const body of bodies) states.set(body, 'maybe sent')
    const [first = ''] = bodies
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }))
    const outcome = await attempt(() =>
      bodies.length === 1
        ? once.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: first }))
        : once.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })),
    )
    if (outcome !== 'done') return
    for (const body of bodies) states.set(body, 'sent')
    acknowledged += bodies.length
  }

  async function receive(random: Random): Promise<void> {
    let messages: readonly Message[] = []
    const atMs = Date.now()
    await attempt(async () => {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 5,
        VisibilityTimeout: hiddenS,
      })
      messages = (await once.sqs.send(command)).Messages ?? []
    })
    for (const { Body = '', ReceiptHandle } of messages) {
      notDeleted(Body)
      if (random() < 0.3) continue
      states.set(Body, 'maybe deleted')
      const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle })
      if ((await attempt(() => once.sqs.send(command))) !== 'done') continue
      acknowledged += 1
      // Later somebody else may have received it, and an older handle deletes nothing.
      if (Date.now() - atMs < hiddenS * 1_000) states.set(Body, 'deleted')
    }
  }

  function notDeleted(body: string): void {
    const state = states.get(body)
    if (state === undefined) throw new Violation(`nobody sent message ${body}`)
    if (state === 'deleted') throw new Violation(`message ${body} came back after its deletion`)
  }

  return {
    name: 'SQS messages',
    lanes: 3,
    get acknowledged() {
      return acknowledged
    },
    step: (random) => (random() < 0.65 ? send(random) : receive(random)),
    async check() {
      const seen = await drainQueue(clients, notDeleted)
      const lost = [...states].filter(([body, state]) => state === 'sent' && !seen.has(body))
      if (lost.length > 0) {
        throw new Violation(`messages are lost: ${lost.map(([body]) => body).join(', ')}`)
      }
      states.clear()
      for (const body of seen) states.set(body, 'deleted')
    },
  }
}
