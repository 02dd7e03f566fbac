import type { Caller } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import { SqsError } from '../sqs/error.ts'
import type { Queues } from '../sqs/queues.ts'
import type { Delivery } from './event-store.ts'
import type { FunctionInvoker } from './invoker.ts'
import type { Permits } from './permits.ts'

/** The largest record that a destination takes: a message of SQS, an asynchronous payload. */
const maxBytes = 1_048_576

/** Sends on what a function's asynchronous events left. */
export interface Destinations {
  /**
   * @param functionArn whose role must be allowed to; what it may not send, or what can never be
   *   taken, is dropped, as on AWS
   * @returns whether the delivery is over; else it is to be tried again
   */
  deliver(functionArn: string, delivery: Delivery): Promise<boolean>
}

/** Codes with which a queue refuses for good; any other may pass. */
const lastingRefusals: ReadonlySet<string> = new Set([
  'InvalidMessageContents',
  'InvalidParameterValueException',
  'QueueDoesNotExist',
  'UnsupportedOperation',
])

export function createDestinations(options: {
  queues: Pick<Queues, 'send'>
  functions: FunctionInvoker
  permits: Pick<Permits, 'senderOf' | 'mayInvoke'>
  log: Log
}): Destinations {
  const { queues, functions, permits, log } = options
  const warn = (message: string) => log({ service: 'lambda', level: 'warning', message })

  async function toFunction(sender: Caller, { arn, body }: Delivery): Promise<boolean> {
    if (!permits.mayInvoke(sender, arn)) return true
    const taken = await functions.invoke(arn, JSON.parse(body), 'Event')
    if (taken.kind === 'returned') return true
    if (taken.errorType !== 'ResourceNotFoundException') return false
    warn(`there is no destination ${arn}`)
    return true
  }

  async function toQueue(sender: Caller, delivery: Delivery): Promise<boolean> {
    const { arn, body, attributes } = delivery
    try {
      await queues.send(arn, { body, ...(attributes && { attributes }) }, { caller: sender })
      return true
    } catch (cause) {
      if (!(cause instanceof SqsError)) throw cause
      // The authoriser has said so already.
      if (cause.code === 'AccessDeniedException') return true
      if (!lastingRefusals.has(cause.code)) return false
      warn(`${arn} does not take an event's record: ${cause.message}`)
      return true
    }
  }

  return {
    async deliver(functionArn, delivery) {
      const sender = permits.senderOf(functionArn)
      if (!sender) return true
      if (Buffer.byteLength(delivery.body) > maxBytes) {
        warn(`${functionArn}: the record of an event is too large for ${delivery.arn}`)
        return true
      }
      const isQueue = delivery.arn.split(':')[2] === 'sqs'
      return isQueue ? await toQueue(sender, delivery) : await toFunction(sender, delivery)
    },
  }
}
