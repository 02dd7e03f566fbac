import * as z from 'zod'
import type { Delivery } from '../deliver.ts'
import { SqsError } from '../error.ts'
import { md5OfAttributes, md5OfBody } from '../message.ts'
import { type Operation, parseInput, wholeNumber } from '../operation.ts'
import { queueLimits } from '../queue-config.ts'
import { systemAttributes } from '../system-attributes.ts'

const inputSchema = z.object({
  MaxNumberOfMessages: wholeNumber(1, 10).default(1),
  VisibilityTimeout: wholeNumber(0, queueLimits.visibilityTimeoutS.max).optional(),
  WaitTimeSeconds: wholeNumber(0, queueLimits.waitS.max).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
  ReceiveRequestAttemptId: z.string().optional(),
})

export const receiveMessage: Operation = {
  name: 'ReceiveMessage',
  action: 'sqs:ReceiveMessage',
  async run({ queue, input }) {
    const asked = parseInput(inputSchema, input)
    if (asked.ReceiveRequestAttemptId !== undefined) {
      const message = 'The sandbox does not know ReceiveRequestAttemptId.'
      throw new SqsError('UnsupportedOperation', message)
    }
    const deliveries = await queue.receive({
      max: asked.MaxNumberOfMessages,
      visibilityTimeoutS: asked.VisibilityTimeout,
      waitS: asked.WaitTimeSeconds,
    })
    if (deliveries.length === 0) return {}
    const system = [...asked.AttributeNames, ...asked.MessageSystemAttributeNames]
    return {
      Messages: deliveries.map((delivery) =>
        describe(delivery, system, asked.MessageAttributeNames),
      ),
    }
  },
}

function describe(
  { message, receiptHandle }: Delivery,
  systemNames: readonly string[],
  userNames: readonly string[],
) {
  const system = pick(systemAttributes(message), (name) =>
    systemNames.some((each) => each === 'All' || each === name),
  )
  const user = pick(message.attributes ?? {}, (name) => userNames.some((each) => fits(each, name)))
  const userMd5 = md5OfAttributes(user)
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    Body: message.body,
    MD5OfBody: md5OfBody(message.body),
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(userMd5 !== undefined && { MessageAttributes: user, MD5OfMessageAttributes: userMd5 }),
  }
}

/** `All`, `.*`, a name, or the beginning of names followed by `.*`. */
function fits(pattern: string, name: string): boolean {
  if (pattern === 'All' || pattern === name) return true
  return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))
}

function pick<T>(
  record: Readonly<Record<string, T>>,
  wanted: (name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => wanted(name)))
}
