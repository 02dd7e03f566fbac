import * as z from 'zod'
import { serviceNames } from '../gateway/route.ts'

const maxWaitMs = 600_000

const waitMs = z.number().int().min(0).max(maxWaitMs)
/** Before the call takes effect, or after: then only the caller does not know. */
const when = z.enum(['before', 'after']).default('before')
/** Part of the name of a function or a queue; without it, every one. */
const name = z.string().min(1).max(200).optional()

const effectSchema = z.discriminatedUnion('kind', [
  /** The service's own answer to too many calls. */
  z.strictObject({ kind: z.literal('throttle') }),
  z.strictObject({ kind: z.literal('delay'), ms: waitMs }),
  /** An error by its AWS type, e.g. 424 `ModelErrorException`. */
  z.strictObject({
    kind: z.literal('error'),
    status: z.number().int().min(400).max(599),
    type: z.string().regex(/^[\w.]{1,100}$/),
    message: z.string().max(1_000).optional(),
    when,
  }),
  /** The service's own internal error, of a write for instance. */
  z.strictObject({ kind: z.literal('fail'), when }),
  /** The connection is cut instead of an answer; open realtime sockets for `realtime` of AppSync. */
  z.strictObject({ kind: z.literal('cut'), when }),
  /** The whole backend ends as by `kill -9`. */
  z.strictObject({ kind: z.literal('killBackend'), when }),
  /** The model's filters catch the words, the input picture, or every picture made. */
  z.strictObject({ kind: z.literal('block'), what: z.enum(['prompt', 'input', 'output']) }),
  /** The process of an invocation ends, unless it has answered by then. */
  z.strictObject({ kind: z.literal('killFunction'), afterMs: waitMs, name }),
  /** The message comes once more, even when it is deleted by the first handle. */
  z.strictObject({ kind: z.literal('doubleMessage'), name }),
  /** The message whose turn it is comes that much later. */
  z.strictObject({ kind: z.literal('delayMessage'), ms: waitMs, name }),
  /** Others overtake the message whose turn it is; strikes only when there are some. */
  z.strictObject({ kind: z.literal('reorderMessage'), name }),
])

/** What a developer or a test orders. */
export const faultRuleSchema = z.strictObject({
  /** Without it, every service. */
  service: z.enum(serviceNames).optional(),
  /** AWS's name, e.g. `PutItem`; `graphql` and `realtime` of AppSync. Without it, every one. */
  operation: z.string().min(1).max(100).optional(),
  /** How often it strikes; without it until it is cleared. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** The share of matching calls that it strikes, drawn by `seed`. */
  probability: z.number().gt(0).max(1).default(1),
  seed: z.number().int().default(1),
  effect: effectSchema,
})

export type FaultRule = z.infer<typeof faultRuleSchema>
/** A rule as it is written: what has a default may be left out. */
export type FaultOrder = z.input<typeof faultRuleSchema>
export type FaultEffect = FaultRule['effect']
export type EffectKind = FaultEffect['kind']
