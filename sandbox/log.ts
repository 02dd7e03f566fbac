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
