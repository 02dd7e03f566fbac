import { Logger } from '@aws-lambda-powertools/logger'
import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import { type GenerationId, generationIdSchema, type UserId, userIdSchema } from '#domain/ids.ts'
import { invalidRequest } from '#domain/invalid-request.ts'
import type { RequestRate } from '../store/request-rate.ts'

/** What Lambda tells a handler besides the event; only this of it is used. */
export type Invocation = { readonly awsRequestId: string }

/** Facts for the log: ids, counts, sizes, durations, outcomes. Never prompts, bytes, tokens. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Logs one line for one piece of work and turns any error into one that may be shown.
 * @throws AppError always, with INTERNAL for what was not foreseen
 */
export async function logged<T>(
  logger: Logger,
  facts: Facts,
  work: () => Promise<{ result: T; facts?: Facts }>,
): Promise<T> {
  const startedAt = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAt)
  try {
    const done = await work()
    logger.info('finish work', { ...facts, ...done.facts, outcome: 'OK', durationMs: durationMs() })
    return done.result
  } catch (error) {
    const known = asAppError(error)
    const line = { ...facts, outcome: known.code, durationMs: durationMs() }
    if (known.code === 'INTERNAL') logger.error('fail work', { ...line, error: originOf(error) })
    else logger.info('refuse work', line)
    throw known
  }
}

/** @param name of the function; every line carries it */
export function createLogger(name: string): Logger {
  return new Logger({ serviceName: name })
}

const resolverEventSchema = z.object({
  identity: z
    .object({
      sub: userIdSchema,
      claims: z.object({ auth_time: z.number() }).partial().default({}),
    })
    .nullish(),
  arguments: z.record(z.string(), z.unknown()).nullish(),
})

/** A field of the API whose handler this is. */
export type Field<A> = {
  /** The function's name; every line of its log carries it. */
  readonly name: string
  readonly arguments: z.ZodType<A>
  readonly rate: RequestRate
}

export type Call<A> = {
  readonly owner: UserId
  readonly arguments: A
  readonly requestId: string
  /** When the person proved who they are, in epoch milliseconds; 0 where the token is silent. */
  readonly signedInAt: number
}

/** What a refused request gets; the API makes an error of it (`data/answer-refusals.ts`). */
type Refusal = { readonly refusal: { readonly type: string; readonly message: string } }

/**
 * The handler of an AppSync field: who is asking, how often, parsed arguments, one job. An error
 * reaches the client as its message, a JSON of `wireErrorSchema`.
 * @throws Error for what nobody foresaw, so that it alone counts as a failure of the function
 */
export function resolver<A, R>(
  { name, arguments: argumentsSchema, rate }: Field<A>,
  run: (call: Call<A>) => Promise<R>,
): (event: unknown, invocation: Invocation) => Promise<R | Refusal> {
  const logger = createLogger(name)
  return async (event, { awsRequestId: requestId }) => {
    try {
      return await logged(logger, { requestId, correlationId: correlationOf(event) }, async () => {
        const { identity, arguments: given } = parse(resolverEventSchema, event)
        if (!identity) throw new AppError('UNAUTHENTICATED', { key: 'signInFirst' })
        await rate.take(identity.sub)
        const call = {
          owner: identity.sub,
          signedInAt: (identity.claims.auth_time ?? 0) * 1_000,
          arguments: parse(argumentsSchema, given ?? {}),
        }
        return { result: await run({ ...call, requestId }), facts: { owner: call.owner } }
      })
    } catch (error) {
      const known = asAppError(error)
      const refusal = { type: known.code, message: JSON.stringify(known.toWire(requestId)) }
      if (known.code === 'INTERNAL') throw failure(refusal)
      return { refusal }
    }
  }
}

const namedJobSchema = z.object({ arguments: z.object({ id: generationIdSchema }) })

/** The id that the browser chose for a job is in every line about it, up to its model’s call. */
function correlationOf(event: unknown): GenerationId | undefined {
  return namedJobSchema.safeParse(event).data?.arguments.id
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalidRequest(parsed.error)
  return parsed.data
}

/** AppSync passes an error's name and message on to the client, and nothing else. */
function failure({ type, message }: Refusal['refusal']): Error {
  const shown = new Error(message)
  shown.name = type
  return shown
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError && error.code !== 'INTERNAL') return error
  return new AppError('INTERNAL', 'Nobody foresaw this.', { cause: error })
}

/** The error that started it, which is what a reader of the log needs. */
function originOf(error: unknown): Error {
  const cause = error instanceof AppError ? (error.cause ?? error) : error
  return cause instanceof Error ? cause : new Error(String(cause))
}
