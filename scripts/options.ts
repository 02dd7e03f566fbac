import { parseArgs } from 'node:util'

export type CommandOptions = {
  readonly port: number | undefined
  readonly reset: boolean
  readonly json: boolean
  readonly verbose: boolean
  readonly state: string | undefined
  readonly origin: readonly string[]
}

/**
 * Reads the flags that `start` and `backend` share.
 * @throws Error for an unknown flag or a port that is none
 */
export function readOptions(argv: readonly string[]): CommandOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string' },
      reset: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      state: { type: 'string' },
      origin: { type: 'string', multiple: true, default: [] },
    },
  })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`--port takes a number from 0 to 65535, not ${values.port}.`)
  }
  return {
    port,
    reset: values.reset,
    json: values.json,
    verbose: values.verbose,
    state: values.state,
    origin: values.origin,
  }
}
