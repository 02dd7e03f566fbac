import type { Prepared } from './deploy.ts'
import { tablesOf } from './dynamodb/table-definition.ts'
import type { Gateway } from './gateway/server.ts'
import type { Ground } from './ground.ts'
import { createPages } from './pages/router.ts'
import { type RunningServices, startServices, type Work } from './services.ts'
import { unsupportedResources } from './unsupported.ts'

/** Requests that are being answered when the template changes may take this long to end. */
const graceMs = 2_000

type Shown = {
  readonly prepared: Prepared
  readonly running: RunningServices
  readonly work: Work
}

/** Where one template is served at a time, behind the gateway. */
export interface Stage {
  /** The template that is served. @throws Error before the first */
  readonly current: Prepared
  /**
   * Serves this template from now on. The one before it is taken down first: its sockets close, its
   * requests end or are cut off, its functions run on to their end, all state stays.
   * @throws Error when a resource cannot be served; then the one before is served again
   */
  show(next: Prepared): Promise<void>
  /** Starts every function of the template that is scheduled, now. */
  runSchedules(): void
  close(): Promise<void>
}

/** @param options.users accounts that each template's user pool is to have */
export function createStage(options: {
  ground: Ground
  gateway: Gateway
  users: readonly { readonly email: string; readonly password: string }[]
}): Stage {
  const { ground, gateway } = options
  const warned = new Set<string>()
  let shown: Shown | undefined

  async function open(prepared: Prepared): Promise<Shown> {
    const running = await startServices(ground, prepared)
    const { services } = running
    for (const user of options.users) await services['cognito-idp'].ensureUser(user)
    // In one turn: no request meets a template without its functions, no function one without gateway.
    const pages = createPages({
      ...ground,
      tables: tablesOf(prepared.deployment),
      dynamodb: services.dynamodb.caller,
      objects: services.s3.browser,
      queues: services.sqs.browser,
      faultsEndpoint: ground.faultsEndpoint,
      token: ground.pageToken,
    })
    gateway.serve({ services, credentials: prepared.credentials, pages, faults: ground.faults })
    return { prepared, running, work: running.startWork() }
  }

  function warnOnce(prepared: Prepared): void {
    for (const message of unsupportedResources(prepared.deployment)) {
      if (warned.has(message)) continue
      warned.add(message)
      ground.log({ service: 'assembly', level: 'warning', message })
    }
  }

  async function takeDown({ running, work }: Shown): Promise<void> {
    work.stop()
    await gateway.pause(graceMs)
    await running.close()
  }

  return {
    get current() {
      if (!shown) throw new Error('No template is served yet.')
      return shown.prepared
    },
    async show(next) {
      warnOnce(next)
      const before = shown
      if (before) await takeDown(before)
      try {
        shown = await open(next)
      } catch (cause) {
        if (before) shown = await open(before.prepared)
        throw cause
      }
    },
    runSchedules: () => shown?.work.runSchedules(),
    async close() {
      shown?.work.stop()
      await gateway.close()
      await shown?.running.close()
    },
  }
}
