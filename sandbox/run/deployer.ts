import { unsupportedResources } from '../assembly/unsupported.ts'
import { tablesOf } from '../dynamodb/table-definition.ts'
import type { Gateway } from '../gateway/server.ts'
import { createPages } from '../pages/router.ts'
import type { Host } from './host.ts'
import type { Prepared } from './prepare.ts'
import { type RunningServices, startServices, type Work } from './services.ts'

/** Requests that are being answered when the template changes may take this long to end. */
const graceMs = 2_000

/** A template that is served. */
type Served = {
  readonly prepared: Prepared
  readonly running: RunningServices
  readonly work: Work
}

/** Serves one template at a time behind the gateway. */
export interface Deployer {
  /** The template that is served. @throws Error before the first */
  readonly current: Prepared
  /**
   * Serves this template from now on. The one before it stops first: its sockets close, its requests
   * end or are cut off, its functions run on to their end, all state stays.
   * @throws Error when a resource cannot be served; then the one before is served again
   */
  deploy(next: Prepared): Promise<void>
  /** Starts every function of the template that is scheduled, now. */
  runSchedules(): void
  close(): Promise<void>
}

/** @param options.users accounts that each template's user pool is to have */
export function createDeployer(options: {
  host: Host
  gateway: Gateway
  users: readonly { readonly email: string; readonly password: string }[]
}): Deployer {
  const { host, gateway } = options
  const warned = new Set<string>()
  let served: Served | undefined

  async function open(prepared: Prepared): Promise<Served> {
    const running = await startServices(host, prepared)
    const { services } = running
    for (const user of options.users) await services['cognito-idp'].ensureUser(user)
    // Both happen in one tick: no request reaches a template whose functions are not ready, and no
    // function runs before the gateway serves its template.
    const pages = createPages({
      ...host,
      tables: tablesOf(prepared.deployment),
      dynamodb: services.dynamodb.caller,
      objects: services.s3.browser,
      queues: services.sqs.browser,
      faultsEndpoint: host.faultsEndpoint,
      token: host.pageToken,
    })
    gateway.serve({ services, credentials: prepared.credentials, pages, faults: host.faults })
    return { prepared, running, work: running.startWork() }
  }

  function warnOnce(prepared: Prepared): void {
    for (const message of unsupportedResources(prepared.deployment)) {
      if (warned.has(message)) continue
      warned.add(message)
      host.log({ service: 'assembly', level: 'warning', message })
    }
  }

  async function stopServing({ running, work }: Served): Promise<void> {
    work.stop()
    await gateway.pause(graceMs)
    await running.close()
  }

  return {
    get current() {
      if (!served) throw new Error('No template is served yet.')
      return served.prepared
    },
    async deploy(next) {
      warnOnce(next)
      const before = served
      if (before) await stopServing(before)
      try {
        served = await open(next)
      } catch (cause) {
        if (before) served = await open(before.prepared)
        throw cause
      }
    },
    runSchedules: () => served?.work.runSchedules(),
    async close() {
      served?.work.stop()
      await gateway.close()
      await served?.running.close()
    },
  }
}
