import { createHash } from 'node:crypto'
import * as z from 'zod'

/** A user's attribute, as it is in the JSON protocol; binary values stay base64. */
export const messageAttributeSchema = z.object({
  DataType: z.string().min(1).max(256),
  StringValue: z.string().optional(),
  BinaryValue: z.base64().optional(),
})
export type MessageAttribute = z.infer<typeof messageAttributeSchema>

/** A message with everything that must survive a restart. Times are epoch milliseconds. */
export const messageSchema = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), messageAttributeSchema).optional(),
  groupId: z.string().optional(),
  /** Of a FIFO queue's message: what it is known by for five minutes, and its place in the order. */
  deduplicationId: z.string().optional(),
  sequence: z.string().optional(),
  senderId: z.string(),
  sentMs: z.number(),
  visibleAtMs: z.number(),
  receiveCount: z.number(),
  firstReceivedMs: z.number().optional(),
  /** The part of the newest receipt handle that no other receipt has. */
  receipt: z.string().optional(),
  /** The queue that gave this message up. */
  deadLetterSourceArn: z.string().optional(),
})
export type Message = z.infer<typeof messageSchema>

/** @returns the MD5 that SQS's clients compare, in hex */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex')
}

/**
 * "Calculating the MD5 message digest for message attributes" of the SQS developer guide.
 * @returns `undefined` without attributes
 */
export function md5OfAttributes(
  attributes: Readonly<Record<string, MessageAttribute>> | undefined,
): string | undefined {
  const names = Object.keys(attributes ?? {}).sort()
  if (!attributes || names.length === 0) return undefined
  const md5 = createHash('md5')
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    md5.update(length).update(bytes)
  }
  for (const name of names) {
    const attribute = attributes[name]
    if (!attribute) continue
    add(Buffer.from(name))
    add(Buffer.from(attribute.DataType))
    const isBinary = attribute.DataType.startsWith('Binary')
    md5.update(Buffer.from([isBinary ? 2 : 1]))
    add(
      isBinary
        ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
        : Buffer.from(attribute.StringValue ?? ''),
    )
  }
  return md5.digest('hex')
}

/** @returns what counts towards SQS's size limit: the body and every part of its attributes */
export function messageSizeBytes(message: Pick<Message, 'body' | 'attributes'>): number {
  let sizeBytes = Buffer.byteLength(message.body)
  for (const [name, attribute] of Object.entries(message.attributes ?? {})) {
    sizeBytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType)
    sizeBytes += Buffer.byteLength(attribute.StringValue ?? '')
    sizeBytes += Buffer.byteLength(attribute.BinaryValue ?? '', 'base64')
  }
  return sizeBytes
}
