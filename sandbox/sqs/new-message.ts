import * as z from 'zod'
import { SqsError } from './error.ts'
import type { NewMessage } from './intake.ts'
import {
  type Message,
  md5OfAttributes,
  md5OfBody,
  messageAttributeSchema,
  messageSizeBytes,
} from './message.ts'
import { type OperationContext, parseInput, wholeNumber } from './operation.ts'
import { type QueueConfig, queueLimits } from './queue-config.ts'

/** Letters, digits and punctuation of ASCII, as groups and deduplication ids are named. */
const nameSchema = z.string().regex(/^[\x21-\x7e]{1,128}$/)

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const newMessageSchema = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: wholeNumber(0, queueLimits.delayS.max).optional(),
  MessageAttributes: z.record(z.string().max(256), messageAttributeSchema).optional(),
  MessageSystemAttributes: z.record(z.string(), z.unknown()).optional(),
  MessageGroupId: nameSchema.optional(),
  MessageDeduplicationId: nameSchema.optional(),
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

type Named = Pick<NewMessage, 'groupId' | 'deduplicationId' | 'delayS'>

/**
 * Checks what one kind of queue needs and the other does not take.
 * @throws SqsError MissingRequiredParameterException, InvalidParameterValueException
 */
export function checkKind({ groupId, deduplicationId, delayS }: Named, config: QueueConfig): void {
  if (!config.isFifo) {
    if (deduplicationId !== undefined) throw notForQueue('MessageDeduplicationId', deduplicationId)
    return
  }
  if (delayS !== undefined && delayS > 0) throw notForQueue('DelaySeconds', delayS)
  if (groupId === undefined) {
    throw new SqsError(
      'MissingRequiredParameterException',
      'The request must contain the parameter MessageGroupId.',
    )
  }
  if (deduplicationId === undefined && !config.deduplicatesByContent) {
    throw new SqsError(
      'InvalidParameterValueException',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  }
}

function notForQueue(name: string, value: string | number): SqsError {
  return new SqsError(
    'InvalidParameterValueException',
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  )
}

/**
 * Sends one message.
 * @returns SQS's answer: its id, the MD5 sums that clients compare, and in a FIFO queue its number
 */
export async function sendOne(
  { queue, caller }: Pick<OperationContext, 'queue' | 'caller'>,
  entry: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const input = parseInput(newMessageSchema, entry)
  if (input.MessageSystemAttributes) {
    throw new SqsError('UnsupportedOperation', 'The sandbox keeps no system attributes.')
  }
  const attributes = input.MessageAttributes
  if (Object.keys(attributes ?? {}).length > queueLimits.messageAttributes) {
    throw new SqsError(
      'InvalidParameterValueException',
      `Number of message attributes exceeds the allowed maximum [${queueLimits.messageAttributes}].`,
    )
  }
  checkContents({ body: input.MessageBody, ...(attributes && { attributes }) }, queue.config)
  const named = {
    groupId: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
    delayS: input.DelaySeconds,
  }
  checkKind(named, queue.config)
  const message = await queue.send({
    ...named,
    body: input.MessageBody,
    attributes,
    senderId: caller?.userId ?? 'anonymous',
  })
  const attributesMd5 = md5OfAttributes(attributes)
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5OfBody(message.body),
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
    ...(message.sequence !== undefined && { SequenceNumber: message.sequence }),
  }
}
