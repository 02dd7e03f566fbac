import { join } from 'node:path'
import { createVerifySigned } from './appsync/realtime/verify-signed.ts'
import { createAppSync } from './appsync/service.ts'
import type { Deployment } from './assembly/resource.ts'
import type { Assembly } from './assembly/template.ts'
import { type BedrockOptions, createBedrockRuntime } from './bedrock/service.ts'
import { createIdentityPools } from './cognito/identity/service.ts'
import { createUserPools } from './cognito/service.ts'
import { createDynamoDb } from './dynamodb/service.ts'
import { withFaults } from './faults/dynamodb-caller.ts'
import type { FaultSource } from './faults/faults.ts'
import { createAuthorizer } from './iam/authorizer.ts'
import type { CredentialStore } from './iam/credentials.ts'
import type { Roles } from './iam/roles.ts'
import { isTrusted } from './iam/trust.ts'
import { startEventSources } from './lambda/event-sources.ts'
import { openEventStore } from './lambda/event-store.ts'
import { readFunctions } from './lambda/function-config.ts'
import { createFunctionLog } from './lambda/function-log.ts'
import { createFunctions } from './lambda/functions.ts'
import { createPermits } from './lambda/permits.ts'
import { startSchedules } from './lambda/schedules.ts'
import { createLambda } from './lambda/service.ts'
import type { Log } from './log.ts'
import { createOutbox } from './mail/outbox.ts'
import { createS3 } from './s3/service.ts'
import { createSqs } from './sqs/service.ts'
import { createSsm } from './ssm/service.ts'

/** What every service is made of. */
type Ground = {
  readonly deployment: Deployment
  readonly assembly: Assembly
  readonly credentials: CredentialStore
  readonly roles: Roles
  readonly bedrock: Omit<BedrockOptions, 'deployment' | 'authorizer' | 'log' | 'faults'>
  readonly faults: FaultSource
  readonly log: Log
}

/** Makes the services of a deployment, each with the others that it calls, and starts its pollers. */
export async function startServices(ground: Ground) {
  const { deployment, assembly, credentials, roles, bedrock, faults, log } = ground
  const { region, endpoint, stateDir } = deployment
  const authorizer = createAuthorizer({ region, log })
  const shared = { deployment, authorizer, log }
  const mails = createOutbox({ deployment, log })
  const userPools = await createUserPools({ ...shared, mail: mails })
  const { tokens } = userPools
  const dynamodb = await createDynamoDb(shared)
  const sqs = createSqs({ ...shared, faults })
  const logs = createFunctionLog(join(stateDir, 'logs'))
  const configs = readFunctions(deployment, assembly)
  const permits = createPermits({ deployment, authorizer, roles, configs, credentials })
  const functions = createFunctions({
    configs,
    credentials: permits.credentials,
    region,
    endpoint,
    logs,
    events: await openEventStore(join(stateDir, 'async-events.journal')),
    faults,
    log,
  })
  const appsync = createAppSync({
    ...shared,
    tokens,
    functions,
    dynamodb: withFaults(dynamodb.caller, faults),
    roleCaller: (roleArn) => {
      const role = roles.find(roleArn)
      const trusted = role && isTrusted(authorizer, { role, service: 'appsync.amazonaws.com' })
      const caller = credentials.callerOf(roleArn, 'APPSYNC_ASSUME_ROLE')
      // Without the role's trust there is no session: nothing is allowed to it.
      return trusted ? caller : { ...caller, policies: [] }
    },
    verifySigned: createVerifySigned({ credentials }),
  })
  const services = {
    appsync,
    bedrock: createBedrockRuntime({ ...shared, ...bedrock, faults }),
    'cognito-identity': createIdentityPools({ ...shared, credentials, tokens }),
    'cognito-idp': userPools,
    dynamodb,
    lambda: createLambda({ functions, authorizer }),
    s3: createS3({ ...shared, queues: sqs.queues }),
    sqs,
    ssm: createSsm({ deployment, authorizer }),
  }
  const stopPolling = startEventSources({ ...shared, queues: sqs.queues, functions, permits })
  const schedules = startSchedules({ ...shared, functions, permits })
  functions.resume()
  return {
    services,
    authorizer,
    schedules,
    mails,
    logs,
    /** @param closeGateway called when nothing new is started any more */
    async stop(closeGateway: () => Promise<void>): Promise<void> {
      schedules.stop()
      stopPolling()
      await closeGateway()
      await functions.close()
      await logs.flush()
      // The tables close last: everything else may still write to them.
      const { dynamodb: tables, ...others } = services
      for (const service of Object.values(others)) await service.close?.()
      await tables.close?.()
    },
  }
}
