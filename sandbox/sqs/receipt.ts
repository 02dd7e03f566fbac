import * as z from 'zod'
import { SqsError } from './error.ts'

const receiptSchema = z.tuple([z.string(), z.string(), z.string()])

/** What a receipt handle says, opaque to clients. */
export type Receipt = { readonly queue: string; readonly id: string; readonly receipt: string }

export function writeReceipt({ queue, id, receipt }: Receipt): string {
  return Buffer.from(JSON.stringify([queue, id, receipt])).toString('base64')
}

/** @throws SqsError ReceiptHandleIsInvalid when it is not a handle of this queue */
export function readReceipt(handle: string, queueName: string): Receipt {
  try {
    const text = Buffer.from(handle, 'base64').toString()
    const [queue, id, receipt] = receiptSchema.parse(JSON.parse(text))
    if (queue === queueName) return { queue, id, receipt }
  } catch {
    // Falls through: whatever it is, it is not a handle.
  }
  throw new SqsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.')
}
