import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs'
import type { Clients } from './clients.ts'
import { Violation } from './load.ts'

/** Longer than a look at all that is left; whatever comes twice in it was doubled. */
const hiddenS = 120
const waitS = 2
const maxMs = 60_000

/**
 * Receives and deletes until the queue counts no message.
 * @param see told of each message's body, may throw
 * @returns the bodies
 * @throws Violation when a message comes twice, or is counted and never comes
 */
export async function drainQueue(
  clients: Clients,
  see: (body: string) => void,
): Promise<ReadonlySet<string>> {
  const { patient, queue: QueueUrl } = clients
  const seen = new Set<string>()
  const until = Date.now() + maxMs
  while (!(await isEmpty(clients))) {
    if (Date.now() > until) throw new Violation('messages are counted that nobody can receive')
    const { Messages = [] } = await patient.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenS,
        WaitTimeSeconds: waitS,
      }),
    )
    for (const { Body = '' } of Messages) {
      see(Body)
      if (seen.has(Body)) throw new Violation(`message ${Body} is there twice`)
      seen.add(Body)
    }
    if (Messages.length === 0) continue
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }))
    await patient.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  }
  return seen
}

async function isEmpty({ patient, queue: QueueUrl }: Clients): Promise<boolean> {
  const { Attributes = {} } = await patient.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  )
  const counts = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const
  return counts.every((name) => Number(Attributes[name]) === 0)
}
