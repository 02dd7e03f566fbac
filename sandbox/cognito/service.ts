import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Deployment } from '../assembly/resource.ts'
import type { Service, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import type { Outbox } from '../mail/outbox.ts'
import { openAttempts } from './attempts.ts'
import { createChallenges } from './challenges.ts'
import type { OpenPool, UserPoolEdges } from './edges.ts'
import { answerJson, MAX_BODY_BYTES } from './json-service.ts'
import { userPoolOperations } from './operations.ts'
import { readUserPools } from './pool.ts'
import { openSigningKey } from './signing-key.ts'
import { isPassword, recordPassword } from './srp.ts'
import type { TokenVerifier } from './token-verifier.ts'
import { readToken, TokenError } from './tokens.ts'
import type { TriggerEdges } from './triggers.ts'
import { newUser } from './user.ts'
import { openUserStore } from './user-store.ts'
import { verifyToken } from './verify-token.ts'

/** The user pools of a deployment, as one service. */
export interface UserPools extends Service {
  readonly tokens: TokenVerifier
  /** Makes sure that a confirmed user with this e-mail and password exists in the first pool. */
  ensureUser(account: { email: string; password: string }): Promise<{ sub: string }>
}

/**
 * Opens every user pool of the deployment; users and the signing key are kept in `cognito/`.
 * Serves `AWSCognitoIdentityProviderService` and each pool's `/.well-known/` documents.
 * @throws Error when kept state cannot be read
 */
export async function createUserPools(options: {
  deployment: Deployment
  authorizer: Authorizer
  mail: Outbox
  triggers: TriggerEdges
  log: Log
  clock?: () => number
}): Promise<UserPools> {
  const edges = await openEdges(options)
  return {
    body: 'buffer',
    maxBodyBytes: MAX_BODY_BYTES,
    async handle(request) {
      const document = request.method === 'GET' && describePool(edges, request.path)
      if (document) return document
      const answer = await answerJson(request, {
        prefix: 'AWSCognitoIdentityProviderService',
        log: options.log,
        run: (name, body) => userPoolOperations.get(name)?.run(edges, request, body),
      })
      await edges.attempts.written()
      return answer
    },
    tokens: {
      async verifySignature(token, userPoolId) {
        const open = edges.pools.find(({ pool }) => pool.id === userPoolId)
        if (!open) throw new TokenError('foreign')
        return readToken(edges.key, token, { pool: open.pool, nowMs: edges.now() })
      },
      async verify(token, userPoolId) {
        const open = edges.pools.find(({ pool }) => pool.id === userPoolId)
        if (!open) throw new TokenError('foreign')
        return (await verifyToken(edges, open, token)).claims
      },
    },
    ensureUser: (account) => ensureUser(edges, account),
    close: () => edges.attempts.close(),
  }
}

async function openEdges({
  deployment,
  authorizer,
  mail,
  triggers,
  log,
  clock = Date.now,
}: Parameters<typeof createUserPools>[0]): Promise<UserPoolEdges> {
  const folder = join(deployment.stateDir, 'cognito')
  const pools: OpenPool[] = []
  for (const pool of readUserPools(deployment)) {
    for (const feature of pool.unsupported) {
      const message = `User pool ${pool.id} uses ${feature}, which the sandbox does not have`
      log({ service: 'cognito', level: 'warning', message })
    }
    pools.push({ pool, users: await openUserStore(pool, join(folder, 'users', pool.id)) })
  }
  return {
    pools,
    key: await openSigningKey(join(folder, 'signing-key.json')),
    mail,
    attempts: await openAttempts(join(folder, 'attempts.journal'), clock),
    challenges: createChallenges(clock),
    authorizer,
    triggers,
    arnPrefix: `arn:aws:cognito-idp:${deployment.region}:${deployment.accountId}:userpool/`,
    now: clock,
  }
}

async function ensureUser(
  edges: UserPoolEdges,
  { email, password }: { email: string; password: string },
): Promise<{ sub: string }> {
  const [open] = edges.pools
  if (!open) throw new Error('The deployment has no user pool')
  const { pool, users } = open
  const attributes = { email, email_verified: 'true' }
  const sub = randomUUID()
  const username = pool.signInAttributes.length === 0 ? email : sub
  const user =
    users.find(email) ??
    (await users.create(newUser({ sub, username, attributes, nowMs: edges.now() })))
  const owner = { poolName: pool.name, username: user.username }
  await users.update(user.sub, (current) => {
    const isReady =
      current.status === 'CONFIRMED' &&
      current.enabled &&
      current.password !== undefined &&
      isPassword(owner, password, current.password)
    if (isReady) return current
    const record = recordPassword(owner, password)
    return { ...current, enabled: true, status: 'CONFIRMED', password: record }
  })
  return { sub: user.sub }
}

/** The documents by which others check tokens; `undefined` for any other path. */
function describePool(edges: UserPoolEdges, path: string): ServiceResponse | undefined {
  const match = /^\/([\w-]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(path)
  const open = edges.pools.find(({ pool }) => pool.id === match?.[1])
  if (!open) return undefined
  const { issuer } = open.pool
  const document =
    match?.[2] === 'jwks.json'
      ? { keys: [edges.key.jwk] }
      : {
          issuer,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
          id_token_signing_alg_values_supported: ['RS256'],
          subject_types_supported: ['public'],
          response_types_supported: ['code', 'token'],
          scopes_supported: ['openid', 'email', 'phone', 'profile'],
        }
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    body: JSON.stringify(document),
  }
}
