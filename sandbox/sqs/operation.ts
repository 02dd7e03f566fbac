import * as z from 'zod'
import type { Caller } from '../iam/caller.ts'
import { SqsError } from './error.ts'
import type { Queue } from './queue.ts'

/** What an operation is handed; its action on the queue has been authorised. */
export type OperationContext = {
  /** The parsed JSON body. */
  readonly input: unknown
  readonly caller: Caller | undefined
  readonly queue: Queue
}

/** One operation of SQS. */
export type Operation = {
  readonly name: string
  /** A batch needs the permission of the single operation. */
  readonly action: string
  run(context: OperationContext): Promise<Readonly<Record<string, unknown>>>
}

/**
 * Parses an operation's input.
 * @throws SqsError MissingRequiredParameterException, InvalidParameterValueException
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = issue?.path.join('.') ?? ''
  if (issue?.code === 'invalid_type' && issue.message.includes('received undefined')) {
    throw new SqsError(
      'MissingRequiredParameterException',
      `The request must contain the parameter ${name}.`,
    )
  }
  throw new SqsError(
    'InvalidParameterValueException',
    `Value for parameter ${name} is invalid. Reason: ${issue?.message ?? 'not valid'}.`,
  )
}

/** @returns a whole number from `min` to `max` */
export function wholeNumber(min: number, max: number) {
  return z.number().int().min(min).max(max)
}
