import { usedAccount } from '../account/facts.ts'
import { createAccountServices } from '../account/service.ts'
import { createVerifySigned } from '../appsync/realtime/verify-signed.ts'
import { createAppSync } from '../appsync/service.ts'
import type { Deployment } from '../assembly/resource.ts'
import type { Assembly } from '../assembly/template.ts'
import { readGuardrails } from '../bedrock/guardrails.ts'
import { createIdentityPools } from '../cognito/identity/service.ts'
import { createUserPools } from '../cognito/service.ts'
import { createDynamoDb } from '../dynamodb/service.ts'
import { withFaults } from '../faults/dynamodb-caller.ts'
import { invokeWithFaults } from '../faults/function-invoker.ts'
import type { Service } from '../gateway/service.ts'
import type { CredentialStore } from '../iam/credentials.ts'
import type { Roles } from '../iam/roles.ts'
import { isTrusted } from '../iam/trust.ts'
import { createDestinations } from '../lambda/destinations.ts'
import { readEventSettings } from '../lambda/event-settings.ts'
import { startEventSources } from '../lambda/event-sources.ts'
import { readFunctions } from '../lambda/function-config.ts'
import { createPermits } from '../lambda/permits.ts'
import { startSchedules } from '../lambda/schedules.ts'
import { createLambda } from '../lambda/service.ts'
import { createS3 } from '../s3/service.ts'
import { createSqs } from '../sqs/service.ts'
import { createSsm } from '../ssm/service.ts'
import type { Host } from './host.ts'

/** One template and what it is served with. */
type Template = {
  readonly deployment: Deployment
  readonly assembly: Assembly
  readonly credentials: CredentialStore
  readonly roles: Roles
}

/** What gives the functions of a template something to do. */
export type Work = {
  /** Starts every function that is scheduled, now instead of when its time comes. */
  readonly runSchedules: () => void
  readonly stop: () => void
}

export type RunningServices = Awaited<ReturnType<typeof startServices>>

/**
 * Makes the services of a deployment, each with the others that it calls, and starts its pollers.
 * @throws Error when a resource cannot be served; nothing is left open then
 */
export async function startServices(host: Host, template: Template) {
  const opened: Service[] = []
  try {
    return await openServices(host, template, opened)
  } catch (cause) {
    await closeAll(opened)
    throw cause
  }
}

async function openServices(host: Host, template: Template, opened: Service[]) {
  const { deployment, assembly, credentials, roles } = template
  const { authorizer, faults, functions, log, mails } = host
  const shared = { deployment, authorizer, log }
  const keep = <T extends Service>(service: T): T => {
    opened.push(service)
    return service
  }
  // The tables are opened first, so that they close last: everything else may still write to them.
  const dynamodb = keep(await createDynamoDb(shared))
  const configs = readFunctions(deployment, assembly)
  const permits = createPermits({ deployment, authorizer, roles, configs, credentials })
  const called = invokeWithFaults(functions, faults)
  const userPools = keep(
    await createUserPools({
      ...shared,
      mail: mails,
      triggers: { region: deployment.region, functions: called, mayCall: permits.mayServePool },
    }),
  )
  const { tokens } = userPools
  const sqs = keep(createSqs({ ...shared, faults }))
  const eventSettings = readEventSettings(deployment)
  const appsync = keep(
    createAppSync({
      ...shared,
      tokens,
      functions: called,
      dynamodb: withFaults(dynamodb.caller, faults),
      roleCaller: (roleArn) => {
        const role = roles.find(roleArn)
        const trusted = role && isTrusted(authorizer, { role, service: 'appsync.amazonaws.com' })
        const caller = credentials.callerOf(roleArn, 'APPSYNC_ASSUME_ROLE')
        // Without the role's trust there is no session: nothing is allowed to it.
        return trusted ? caller : { ...caller, policies: [] }
      },
      verifySigned: createVerifySigned({ credentials }),
    }),
  )
  host.bedrock.useGuardrails(readGuardrails(deployment))
  const services = {
    ...createAccountServices({ facts: usedAccount, region: deployment.region, authorizer }),
    appsync,
    bedrock: host.bedrock,
    'cognito-identity': keep(createIdentityPools({ ...shared, credentials, tokens })),
    'cognito-idp': userPools,
    dynamodb,
    lambda: keep(createLambda({ functions, authorizer })),
    s3: keep(createS3({ ...shared, queues: sqs.queues })),
    sqs,
    ssm: keep(createSsm({ deployment, authorizer, secrets: host.secrets })),
  }
  return {
    services,
    /** Lets the template's functions run, and gives them work. */
    startWork(): Work {
      const destinations = createDestinations({
        ...shared,
        queues: host.relay.queues,
        functions,
        permits,
      })
      functions.update({ configs, credentials: permits.credentials, eventSettings, destinations })
      host.relay.use(sqs.queues)
      const queues = { ...sqs.queues, ...host.relay.queues }
      const stopPolling = startEventSources({ ...shared, queues, functions, permits })
      const schedules = startSchedules({ ...shared, functions, permits })
      return {
        runSchedules: () => schedules.runNow(),
        stop() {
          schedules.stop()
          stopPolling()
        },
      }
    },
    /** What was acknowledged is on the disk when it resolves. */
    async close(): Promise<void> {
      host.relay.pause()
      await closeAll(opened)
    },
  }
}

async function closeAll(opened: readonly Service[]): Promise<void> {
  for (const service of opened.toReversed()) await service.close?.()
}
