import { parseArgs } from 'node:util'
import { environmentName } from '../amplify/deployment.ts'
import { type ImagesOption, imagesFlags, readImages } from './images-option.ts'

export type CommandOptions = {
  readonly port: number | undefined
  readonly reset: boolean
  readonly json: boolean
  readonly verbose: boolean
  readonly state: string | undefined
  readonly origin: readonly string[]
  /** `instant` answers model calls at once, for benches and campaigns. */
  readonly engine: 'classical' | 'instant'
  /** Settings of the deployment, e.g. `leaseSeconds=15`. */
  readonly set: readonly string[]
  /** Variables of the environment that hold Amplify's secrets of the same names. */
  readonly secret: readonly string[]
  /** A server of the OpenAI images protocol that makes the images, if one is named. */
  readonly images: ImagesOption | undefined
  /** Settings that functions alone are told, e.g. `dailyImages=3`: no synthesis is needed. */
  readonly tell: readonly string[]
}

/**
 * Reads the flags that `start` and `backend` share.
 * @throws Error for an unknown flag or engine, a port that is none, or an endpoint half named
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
      engine: { type: 'string', default: 'classical' },
      set: { type: 'string', multiple: true, default: [] },
      secret: { type: 'string', multiple: true, default: [] },
      ...imagesFlags,
      tell: { type: 'string', multiple: true, default: [] },
    },
  })
  const { engine } = values
  if (engine !== 'classical' && engine !== 'instant') {
    throw new Error(`--engine takes classical or instant, not ${engine}.`)
  }
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
    engine,
    set: values.set,
    secret: values.secret,
    images: readImages(values),
    tell: values.tell,
  }
}

/**
 * @param flags settings as the flags take them, e.g. `leaseSeconds=15`
 * @throws Error for what has not this form
 */
export function readSettings(flags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    flags.map((text) => {
      const [, name, value] = /^([a-z][A-Za-z]*)=(.+)$/.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw new Error(`A setting is given as leaseSeconds=15, not ${text}.`)
      }
      return [name, value]
    }),
  )
}

/** @returns settings by their names in the environment of a synthesis, e.g. `REPAINT_LEASE_SECONDS` */
export function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(settings)
  return Object.fromEntries(named.map(([name, value]) => [environmentName(name), value]))
}

/**
 * Amplify's secrets of a backend on this machine: those that the flags name, and no others.
 * @throws Error when a variable that was named is not set
 */
export function secretsOf(
  { secret, images }: Pick<CommandOptions, 'secret' | 'images'>,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const names = [...secret, ...(images?.key === undefined ? [] : [images.key])]
  return Object.fromEntries(
    names.map((name) => {
      const value = environment[name]
      if (!value) throw new Error(`The environment has no ${name}, which a flag names.`)
      return [name, value]
    }),
  )
}
