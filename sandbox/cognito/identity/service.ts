import { join } from 'node:path'
import type { Deployment } from '../../assembly/resource.ts'
import type { Service } from '../../gateway/service.ts'
import type { Authorizer, CredentialIssuer } from '../../iam/caller.ts'
import { readRoles } from '../../iam/roles.ts'
import type { Log } from '../../log.ts'
import { answerJson, MAX_BODY_BYTES } from '../json-service.ts'
import type { TokenVerifier } from '../token-verifier.ts'
import { readIdentityPools } from './identity-pool.ts'
import { openIdentityStore } from './identity-store.ts'
import type { IdentityEdges, IdentityOperation } from './operation.ts'
import { getCredentialsForIdentity } from './operations/get-credentials-for-identity.ts'
import { getId } from './operations/get-id.ts'

/** Every operation of `AWSCognitoIdentityService` that the sandbox has, by name. */
const operations: ReadonlyMap<string, IdentityOperation> = new Map(
  [getCredentialsForIdentity, getId].map((operation) => [operation.name, operation]),
)

/**
 * The identity pools of a deployment as one service; identities are kept in `cognito/identities`.
 * @throws Error when a resource of the assembly cannot be read
 */
export function createIdentityPools({
  deployment,
  credentials,
  authorizer,
  tokens,
  log,
}: {
  deployment: Deployment
  credentials: CredentialIssuer
  authorizer: Authorizer
  tokens: TokenVerifier
  log: Log
}): Service {
  const edges: IdentityEdges = {
    pools: readIdentityPools(deployment),
    identities: openIdentityStore(
      join(deployment.stateDir, 'cognito', 'identities'),
      deployment.region,
    ),
    tokens,
    credentials,
    authorizer,
    roles: readRoles(deployment),
  }
  return {
    body: 'buffer',
    maxBodyBytes: MAX_BODY_BYTES,
    handle: (request) =>
      answerJson(request, {
        prefix: 'AWSCognitoIdentityService',
        log,
        run: (name, body) => operations.get(name)?.run(edges, body),
      }),
  }
}
