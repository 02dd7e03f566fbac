import { createBedrockRuntime } from '../bedrock/service.ts'
import { openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import { type AccountFacts, usedAccount } from './facts.ts'
import { createAccountServices } from './service.ts'
import { createThings } from './things.fixture.ts'

const region = 'us-east-1'

/** An account in some state, as a test prepares it. */
export type Prepared = Partial<AccountFacts> & {
  /** Models that it has no agreement for. */
  readonly withoutAgreement?: readonly string[]
  /** Buckets, tables and pools that are there; their deletion is protected where it can be. */
  readonly things?: readonly string[]
  /** Whether credentials are those of a stranger. */
  readonly isUnknown?: boolean
}

/** Serves what AWS knows of an account on a port of its own, behind the gateway, to the published clients. */
export async function serveAccount(prepared: Prepared) {
  const log = () => undefined
  const authorizer = createAuthorizer({ region, log })
  const roles = { find: () => undefined, all: () => [] }
  const accountId = '000000000000'
  const credentials = createCredentialStore({ key: Buffer.alloc(32, 7), accountId, roles })
  const gateway = await openGateway({ port: 0, origins: [], log })
  const bedrock = createBedrockRuntime({
    deployment: { region },
    authorizer,
    log,
    engine: 'instant',
    withoutAgreement: new Set(prepared.withoutAgreement),
  })
  const things = createThings(prepared.things ?? [])
  const facts = { ...usedAccount, ...prepared }
  const account = createAccountServices({ facts, region, authorizer })
  const services = { ...account, bedrock, ...things.services }
  const unasked = () => Promise.reject(new Error('no page is asked for'))
  gateway.serve({ services, credentials, pages: unasked })
  const stranger = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'unknown' }
  return {
    /** What a client takes to reach it. */
    client: {
      endpoint: gateway.endpoint,
      credentials: prepared.isUnknown ? stranger : credentials.tools,
    },
    /** What is still there. */
    things: things.names,
    async close(): Promise<void> {
      await bedrock.close()
      await gateway.close()
    },
  }
}
