import * as z from 'zod'
import { SqsError } from './error.ts'
import {
  type Message,
  md5OfAttributes,
  md5OfBody,
  messageAttributeSchema,
  messageSizeBytes,
} from './message.ts'
import { type OperationContext, parseInput, wholeNumber } from './operation.ts'
import { type QueueConfig, queueLimits } from './queue-config.ts'

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const newMessageSchema = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: wholeNumber(0, queueLimits.delayS.max).optional(),
  MessageAttributes: z.record(z.string().max(256), messageAttributeSchema).optional(),
  MessageSystemAttributes: z.record(z.string(), z.unknown()).optional(),
  MessageGroupId: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional(),
  MessageDeduplicationId: z.string().optional(),
})

/** The characters of XML 1.0, which are those that SQS takes. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u

/** @throws SqsError InvalidMessageContents, InvalidParameterValueException for one too large */
export function checkContents(message: Pick<Message, 'body' | 'attributes'>, config: QueueConfig) {
  if (forbidden.test(message.body)) {
    throw new SqsError('InvalidMessageContents', 'The message contains invalid characters.')
  }
  if (messageSizeBytes(message) > config.maxMessageBytes) {
    throw new SqsError(
      'InvalidParameterValueException',
      `One or more parameters are invalid. Reason: Message must be shorter than ${config.maxMessageBytes} bytes.`,
    )
  }
}

/**
 * Sends one message.
 * @returns SQS's answer: its id and the MD5 sums that clients compare
 */
export async function sendOne(
  { queue, caller }: Pick<OperationContext, 'queue' | 'caller'>,
  entry: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const input = parseInput(newMessageSchema, entry)
  if (input.MessageSystemAttributes || input.MessageDeduplicationId !== undefined) {
    throw new SqsError(
      'UnsupportedOperation',
      'The sandbox keeps no system attributes and does not deduplicate.',
    )
  }
  const attributes = input.MessageAttributes
  if (Object.keys(attributes ?? {}).length > queueLimits.messageAttributes) {
    throw new SqsError(
      'InvalidParameterValueException',
      `Number of message attributes exceeds the allowed maximum [${queueLimits.messageAttributes}].`,
    )
  }
  checkContents({ body: input.MessageBody, ...(attributes && { attributes }) }, queue.config)
  const message = await queue.send({
    body: input.MessageBody,
    attributes,
    groupId: input.MessageGroupId,
    delayS: input.DelaySeconds,
    senderId: caller?.userId ?? 'anonymous',
  })
  const attributesMd5 = md5OfAttributes(attributes)
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5OfBody(message.body),
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
  }
}
