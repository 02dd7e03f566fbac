import type { Log } from '../log.ts'
import type { AsyncEvent, EventStore } from './event-store.ts'
import type { InvocationResult } from './invoker.ts'

/** Lambda's default: two retries of an asynchronous event, one minute and two minutes later. */
const retryDelaysMs = [60_000, 120_000]

/** One call of a function. */
export type Invocation = Pick<AsyncEvent, 'functionArn' | 'payload' | 'requestId'>

/** Runs asynchronous events as Lambda does: each up to three times, with one request id throughout. */
export interface EventRunner {
  /** Keeps an event on the disk, and runs it soon. Failed means that it was not taken. */
  add(invocation: Invocation): Promise<InvocationResult>
  /** Goes on with what an earlier run of the sandbox left. */
  resume(): void
  /** Starts nothing more; what has not ended stays on the disk. */
  stop(): void
}

/** @param options.isKnown whether there is a function of that ARN */
export function createEventRunner(options: {
  events: EventStore
  log: Log
  run: (invocation: Invocation) => Promise<InvocationResult>
  isKnown: (functionArn: string) => boolean
}): EventRunner {
  const { events, log, run, isKnown } = options
  const timers = new Set<NodeJS.Timeout>()
  let isStopped = false
  const warn = (message: string) => log({ service: 'lambda', level: 'warning', message })

  async function runEvent(event: AsyncEvent): Promise<void> {
    const result = await run(event)
    // Its process was ended by the stop, which is no failure of the function.
    if (isStopped) return
    const delayMs = retryDelaysMs[event.failures]
    if (result.kind === 'returned' || delayMs === undefined) return events.end(event.requestId)
    const again = { ...event, failures: event.failures + 1, dueMs: Date.now() + delayMs }
    await events.change(again)
    schedule(again)
  }

  function schedule(event: AsyncEvent): void {
    if (isStopped) return
    const start = () => {
      timers.delete(timer)
      runEvent(event).catch((cause: unknown) =>
        warn(`${event.functionArn}: the end of an event was not noted: ${String(cause)}`),
      )
    }
    const timer = setTimeout(start, Math.max(0, event.dueMs - Date.now()))
    timers.add(timer)
  }

  return {
    async add(invocation) {
      const { requestId } = invocation
      const event = { ...invocation, failures: 0, dueMs: Date.now() }
      try {
        await events.add(event)
      } catch (cause) {
        const errorMessage = cause instanceof Error ? cause.message : String(cause)
        return { kind: 'failed', errorType: 'TooManyRequestsException', errorMessage, requestId }
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
