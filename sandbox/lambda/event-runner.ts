import type { Log } from '../log.ts'
import type { Destinations } from './destinations.ts'
import { deliveriesOf, type Ending } from './event-outcome.ts'
import type { EventSettings } from './event-settings.ts'
import type { AsyncEvent, EventStore } from './event-store.ts'
import { type InvocationResult, refused } from './invoker.ts'

/** Lambda's waits before a retry of an asynchronous event: one minute, then two. */
const retryDelaysMs = [60_000, 120_000]
/** An event that Lambda had no room for is tried again after as long as it has waited, within this. */
const roomDelayMs = { min: 1_000, max: 300_000 } as const
/** What a destination does not take now is tried again after this. */
const redeliveryMs = 5_000
/** The sandbox's own: six hours to run, as on AWS, and as long to be sent on. */
const maxKeptMs = 12 * 3_600_000

/** One call of a function. */
export type Invocation = Pick<AsyncEvent, 'functionArn' | 'payload' | 'requestId'>

/**
 * Runs asynchronous events as Lambda does: each up to three times, with one request id throughout,
 * and sends on how it ended. An event is kept until its destinations have what they are to have.
 */
export interface EventRunner {
  /** Keeps an event on the disk, and runs it soon. Failed means that it was not taken. */
  add(invocation: Invocation): Promise<InvocationResult>
  /** Goes on with what an earlier run of the sandbox left. */
  resume(): void
  /** Starts nothing more; what has not ended stays on the disk. */
  stop(): void
}

type Edges = {
  readonly events: EventStore
  readonly log: Log
  readonly run: (invocation: Invocation) => Promise<InvocationResult>
  /** Whether there is a function of that ARN. */
  readonly isKnown: (functionArn: string) => boolean
  readonly settingsOf: (functionArn: string) => EventSettings
  readonly destinations: Destinations
}

/** Makes a runner that has nothing to do until `add` or `resume`. */
export function createEventRunner(edges: Edges): EventRunner {
  const { events, log, isKnown } = edges
  const timers = new Set<NodeJS.Timeout>()
  let isStopped = false
  const warn = (message: string) => log({ service: 'lambda', level: 'warning', message })

  /** One step of an event: an attempt, or a delivery of how it ended. */
  async function step(event: AsyncEvent): Promise<void> {
    const next = event.deliveries ? await deliver(event, edges) : await attempt(event, edges)
    // Its process was ended by the stop, which is no failure of the function.
    if (isStopped) return
    if (!next || next.deliveries?.length === 0) return events.end(event.requestId)
    await events.change(next)
    schedule(next)
  }

  function schedule(event: AsyncEvent): void {
    if (isStopped) return
    const start = () => {
      timers.delete(timer)
      step(event).catch((cause: unknown) =>
        warn(`${event.functionArn}: the end of an event was not noted: ${String(cause)}`),
      )
    }
    const timer = setTimeout(start, Math.max(0, event.dueMs - Date.now()))
    timers.add(timer)
  }

  return {
    async add(invocation) {
      const { requestId } = invocation
      const nowMs = Date.now()
      const event = { ...invocation, failures: 0, acceptedMs: nowMs, dueMs: nowMs }
      try {
        await events.add(event)
      } catch (cause) {
        const errorMessage = cause instanceof Error ? cause.message : String(cause)
        return refused('TooManyRequestsException', errorMessage, requestId)
      }
      schedule(event)
      return { kind: 'returned', payload: null, requestId }
    },
    resume() {
      for (const event of events.waiting()) {
        if (isKnown(event.functionArn)) {
          schedule(event)
        } else {
          warn(`an event is dropped: there is no ${event.functionArn} any more`)
          events.end(event.requestId).catch(() => undefined)
        }
      }
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** @returns the event as it goes on: to be tried again, or to be sent on; nothing without function */
async function attempt(
  event: AsyncEvent,
  { run, settingsOf, isKnown }: Edges,
): Promise<AsyncEvent | undefined> {
  const settings = settingsOf(event.functionArn)
  const ended = (of: AsyncEvent, ending: Ending) => ({
    ...of,
    dueMs: Date.now(),
    deliveries: [...deliveriesOf(of, ending, settings)],
  })
  if (settings.runsNever) {
    return ended(event, { condition: 'ZeroReservedConcurrency', result: undefined })
  }
  const lastMs = event.acceptedMs + settings.maxAgeMs
  if (Date.now() > lastMs) {
    return ended(event, { condition: 'EventAgeExceeded', result: undefined })
  }
  const result = await run(event)
  if (result.kind === 'returned') return ended(event, { condition: 'Success', result })
  if (result.isRefused) {
    if (!isKnown(event.functionArn)) return undefined
    return { ...event, dueMs: Date.now() + roomDelayOf(event) }
  }
  const failed = { ...event, failures: event.failures + 1 }
  const delayMs = retryDelaysMs[event.failures]
  if (delayMs === undefined || failed.failures > settings.maxRetries) {
    return ended(failed, { condition: 'RetriesExhausted', result })
  }
  const dueMs = Date.now() + delayMs
  // Lambda looks ahead: it does not wait for a retry that would come too late.
  if (dueMs > lastMs) return ended(failed, { condition: 'EventAgeExceeded', result })
  return { ...failed, dueMs }
}

function roomDelayOf({ acceptedMs }: AsyncEvent): number {
  return Math.min(roomDelayMs.max, Math.max(roomDelayMs.min, Date.now() - acceptedMs))
}

/** @returns the event with what is left to deliver; nothing when that has become pointless */
async function deliver(
  event: AsyncEvent,
  { destinations, log }: Edges,
): Promise<AsyncEvent | undefined> {
  const { functionArn, deliveries = [] } = event
  const [first, ...rest] = deliveries
  if (!first) return undefined
  if (await destinations.deliver(functionArn, first)) return { ...event, deliveries: rest }
  if (Date.now() > event.acceptedMs + maxKeptMs) {
    const message = `${functionArn}: ${first.arn} took no record of an event for too long`
    log({ service: 'lambda', level: 'warning', message })
    return { ...event, deliveries: rest }
  }
  return { ...event, dueMs: Date.now() + redeliveryMs }
}
