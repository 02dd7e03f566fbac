/**
 * One event of the sandbox: what happened, in one readable line. Never bodies or tokens. The one
 * secret that shows is a mailed code, since the terminal stands in for the mailbox.
 */
export type LogEvent = {
  readonly service: string
  readonly message: string
  /** `detail` shows only with `--verbose`; `refusal` and `warning` always show. */
  readonly level: 'detail' | 'info' | 'refusal' | 'warning'
}

export type Log = (event: LogEvent) => void

/** Events kept for the developer's page. */
const maxRecent = 300

/** The latest events, oldest first. */
export interface RecentEvents {
  list(): readonly (LogEvent & { readonly atMs: number })[]
}

/** A log that also keeps the latest events but for details. */
export function keepRecent(log: Log, clock: () => number = Date.now): RecentEvents & { log: Log } {
  const events: (LogEvent & { readonly atMs: number })[] = []
  return {
    list: () => events,
    log(event) {
      log(event)
      if (event.level === 'detail') return
      events.push({ ...event, atMs: clock() })
      if (events.length > maxRecent) events.shift()
    },
  }
}

/** @returns the time since `startedMs` for a line of the log, e.g. `35 ms` or `2.4 s` */
export function durationOf(startedMs: number): string {
  const ms = Date.now() - startedMs
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`
}
