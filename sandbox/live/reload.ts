import { changedPaths, readSources } from '../assembly/sources.ts'
import { SynthesisError, type SynthOptions, synthesise } from '../assembly/synthesise.ts'
import type { Log } from '../log.ts'
import type { Deployer } from '../run/deployer.ts'
import type { Prepared } from '../run/prepare.ts'
import { describeChange, nameFiles } from './describe-change.ts'
import { watchSources } from './watch-sources.ts'

type Options = {
  readonly synth: SynthOptions
  readonly deployer: Deployer
  readonly prepare: (assemblyDir: string) => Promise<Prepared>
  /** Called with the outputs of what is served now. */
  readonly onApplied: (outputs: Record<string, unknown>) => Promise<void>
  readonly log: Log
}

/**
 * Applies changes of the sources while the sandbox runs. CDK works beside the running services; if it
 * refuses, they run on. Only the newest content is synthesised: a further change ends a synthesis.
 * @returns a function that stops watching, and waits for an exchange that is under way
 */
export async function startReload(options: Options): Promise<() => Promise<void>> {
  const { synth, log } = options
  const read = () => readSources(synth.root, synth.sources)
  /** What is served, and what is being made or was refused. */
  let applied = await read()
  let wanted = applied
  let attempt: AbortController | undefined
  let last: Promise<void> = Promise.resolve()

  const look = async () => {
    const now = await read()
    // A touch, or a file saved as it was.
    if (changedPaths(wanted, now).length === 0) return
    wanted = now
    attempt?.abort()
    const { signal } = (attempt = new AbortController())
    last = last.then(async () => {
      if (signal.aborted) return
      if (await apply(options, nameFiles(changedPaths(applied, now)), signal)) applied = now
    })
  }
  const warn = (cause: unknown) =>
    log({
      service: 'assembly',
      level: 'warning',
      message: `Changes are not seen: ${String(cause)}`,
    })
  const stop = await watchSources({
    root: synth.root,
    paths: synth.sources,
    onChange: () => void look().catch(warn),
    onLost: warn,
  })
  return async () => {
    stop()
    attempt?.abort()
    await last
  }
}

/** @returns whether this content is served now */
async function apply(options: Options, files: string, signal: AbortSignal): Promise<boolean> {
  const { deployer, log } = options
  const before = deployer.current.deployment
  const startedMs = Date.now()
  try {
    const { dir } = await synthesise(options.synth, signal)
    if (dir === before.assemblyDir) {
      log({ service: 'assembly', level: 'info', message: 'The sources are as they run.' })
      return true
    }
    const next = await options.prepare(dir)
    if (signal.aborted) return false
    const readyMs = Date.now()
    await deployer.deploy(next)
    const what = describeChange(before.resources, next.deployment.resources) || 'nothing that runs'
    const times = `${seconds(Date.now() - startedMs)}, services paused ${seconds(Date.now() - readyMs)}`
    log({ service: 'assembly', level: 'info', message: `Applied ${files} in ${times}: ${what}` })
    await options.onApplied(next.outputs)
    return true
  } catch (cause) {
    if (!signal.aborted) log({ service: 'assembly', level: 'warning', message: refusal(cause) })
    return false
  }
}

function refusal(cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const head =
    cause instanceof SynthesisError
      ? 'The change does not synthesise. What ran before runs on.'
      : 'The change cannot be served. What ran before runs on.'
  return `${head}\n\n${reason.replace(/^(?=.)/gm, '    ')}\n`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
