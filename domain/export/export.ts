import * as z from 'zod'
import { errorCodeSchema } from '../errors.ts'
import { exportIdSchema, userIdSchema } from '../ids.ts'
import { messageTextSchema } from '../message/text.ts'
import type { RecordChange } from '../record-change.ts'
import { exportFields } from './request.ts'

export const exportStatuses = ['QUEUED', 'RUNNING', 'READY', 'FAILED', 'CANCELLED'] as const

/** One file of a composition, as stored (absent fields left out, never null). */
export const exportSchema = z.object({
  id: exportIdSchema,
  owner: userIdSchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime().optional(),
  ...exportFields,
  status: z.enum(exportStatuses),
  /** Grows by one with each change; a client ignores a lower one. */
  revision: z.int(),
  /** How often a worker took it since it was asked for. */
  attempt: z.int(),
  leaseUntil: z.iso.datetime().optional(),
  /** From 0 to 1. */
  progress: z.number(),
  key: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  bytes: z.int().optional(),
  /** Of a lossless file of full size: pixels that differ from the root though no layer has weight there. */
  changedOutside: z.int().optional(),
  errorCode: errorCodeSchema.optional(),
  reason: messageTextSchema.optional(),
  /** Epoch seconds, as DynamoDB wants them to let it go; its file follows. */
  expiresAt: z.int(),
})

export type Export = z.infer<typeof exportSchema>

export type ExportChange = RecordChange<Export>

/** Whether nothing more happens to it unless it is asked for again. */
export function isEnded({ status }: Pick<Export, 'status'>): boolean {
  return status === 'READY' || status === 'FAILED' || status === 'CANCELLED'
}

/** @param now epoch milliseconds */
export function isExpired({ expiresAt }: Pick<Export, 'expiresAt'>, now: number): boolean {
  return expiresAt * 1_000 <= now
}

/** Whether a worker is on it. @param now epoch milliseconds */
export function isBeingMade({ status, leaseUntil }: Export, now: number): boolean {
  return status === 'RUNNING' && leaseUntil !== undefined && Date.parse(leaseUntil) > now
}
