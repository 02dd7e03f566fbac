/** One event of the sandbox: what happened, in one readable line. Never bodies, tokens or codes. */
export type LogEvent = {
  readonly service: string
  readonly message: string
  /** `detail` shows only with `--verbose`; `refusal` and `warning` always show. */
  readonly level: 'detail' | 'info' | 'refusal' | 'warning'
}

export type Log = (event: LogEvent) => void
