import type { Log } from '../../log.ts'
import type { Api } from '../api.ts'
import type { Extensions } from '../builtins/invocation.ts'
import { type Executed, type Execution, executeDelivery } from '../execute.ts'
import type { Fields } from '../vtl/values.ts'
import { matchesArguments, matchesFilter } from './match.ts'

/** One accepted subscription of one socket. */
export type Subscription = {
  readonly id: string
  readonly fieldName: string
  readonly args: Fields
  /** Fields of the subscribed type, which arguments can filter on. */
  readonly fieldNames: ReadonlySet<string>
  readonly execution: Execution
  readonly extensions: Extensions
  readonly send: (message: Fields) => void
  /** Told when the server ends the subscription. */
  readonly end: () => void
  /** The token of the subscription has ended. */
  readonly expire: () => void
}

/** Carries events from mutations to subscriptions. */
export interface Hub {
  /** @returns removes the subscription */
  add(subscription: Subscription): () => void
  /** Delivers what a mutation came to; resolves when every subscriber has been sent its message. */
  publish(outcome: Executed): Promise<void>
}

/** The hub of one API; sockets bound how many subscriptions it holds. */
export function createHub(api: Api, log: Log): Hub {
  const byField = new Map<string, Set<Subscription>>()
  const of = (fieldName: string): readonly Subscription[] => [...(byField.get(fieldName) ?? [])]
  return {
    add(subscription) {
      const set = byField.get(subscription.fieldName) ?? new Set()
      byField.set(subscription.fieldName, set)
      set.add(subscription)
      return () => {
        set.delete(subscription)
      }
    },
    async publish({ published, extensions }) {
      const deliveries = published.flatMap(({ fieldName, value }) =>
        (api.subscriptions.get(fieldName) ?? [])
          .flatMap(of)
          .filter((subscription) => wants(subscription, value))
          .map((subscription) => deliver(subscription, value, { api, log })),
      )
      await Promise.all(deliveries)
      for (const { subscriptionField, payload } of extensions.invalidations) {
        for (const subscription of of(subscriptionField)) invalidate(subscription, payload)
      }
    },
  }
}

function wants(subscription: Subscription, value: unknown): boolean {
  const filter = subscription.extensions.subscriptionFilter
  if (filter) return matchesFilter(value, filter)
  return matchesArguments(value, subscription.args, subscription.fieldNames)
}

function invalidate(subscription: Subscription, payload: Fields): void {
  const filter = subscription.extensions.invalidationFilter
  if (!filter || !matchesFilter(payload, filter)) return
  subscription.send({ type: 'complete', id: subscription.id })
  subscription.end()
}

/** One subscriber's trouble is not the mutation's: it is logged. */
async function deliver(
  subscription: Subscription,
  value: unknown,
  { api, log }: { api: Api; log: Log },
): Promise<void> {
  const { expiresAtMs } = subscription.execution.identity
  if (expiresAtMs !== undefined && expiresAtMs <= api.edges.clock()) {
    subscription.expire()
    return
  }
  try {
    const { fieldName } = subscription
    const { data, errors } = await executeDelivery(api, subscription.execution, {
      fieldName,
      value,
    })
    const payload = errors.length > 0 ? { data, errors } : { data }
    const bytes = Buffer.byteLength(JSON.stringify(payload))
    if (bytes <= api.limits.subscriptionMessageBytes) {
      subscription.send({ id: subscription.id, type: 'data', payload })
      return
    }
    const message = `an event of ${bytes} bytes for ${fieldName} is over the limit and was dropped`
    log({ service: 'appsync', level: 'warning', message })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log({ service: 'appsync', level: 'warning', message: `delivery failed: ${reason}` })
  }
}
