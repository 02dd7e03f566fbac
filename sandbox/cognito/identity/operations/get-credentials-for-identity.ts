import * as z from 'zod'
import { isTrusted } from '../../../iam/trust.ts'
import { CognitoError, notAuthorized } from '../../errors.ts'
import { chooseRole, invalidConfiguration, requireRole } from '../choose-role.ts'
import type { IdentityPool } from '../identity-pool.ts'
import type { Identity } from '../identity-store.ts'
import { type Login, verifyLogin } from '../login.ts'
import {
  findIdentityPool,
  type IdentityEdges,
  identityOperation,
  loginsSchema,
} from '../operation.ts'

/** Credentials of the enhanced flow last an hour. */
const DURATION_SECONDS = 3_600
/** Most characters of a session tag's value (API_Tag of STS); a longer one is no tag. */
const MAX_TAG_LENGTH = 256

const input = z.object({
  IdentityId: z.string().min(1).max(55),
  Logins: loginsSchema,
  CustomRoleArn: z.string().max(2_048).optional(),
})

export const getCredentialsForIdentity = identityOperation(
  'GetCredentialsForIdentity',
  input,
  async (edges, request) => {
    const known = await edges.identities.find(request.IdentityId)
    if (!known) {
      const message = `Identity '${request.IdentityId}' not found.`
      throw new CognitoError('ResourceNotFoundException', message)
    }
    const pool = findIdentityPool(edges, known.poolId)
    const login = await verifyLogin(pool, request.Logins, edges.tokens)
    const identity = await checkOwner(edges, { pool, known, login })
    const roleArn = login
      ? chooseRole(pool, login, request.CustomRoleArn)
      : requireRole(pool.guestRole)
    const tags = login ? tagsOf(pool, login) : {}
    checkTrust(edges, { pool, identity, login, roleArn, tags })
    const credentials = edges.credentials.issue({
      roleArn,
      sessionName: 'CognitoIdentityCredentials',
      tags,
      cognitoIdentity: { id: identity.id, isGuest: login === undefined },
      durationSeconds: DURATION_SECONDS,
    })
    return {
      IdentityId: identity.id,
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiresAtMs / 1_000,
      },
    }
  },
)

type Asker = { pool: IdentityPool; known: Identity; login: Login | undefined }

async function checkOwner(edges: IdentityEdges, { pool, known, login }: Asker): Promise<Identity> {
  if (!login) {
    if (known.login) throw notAuthorized(`Access to Identity '${known.id}' is forbidden.`)
    if (pool.allowsGuests) return known
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.')
  }
  if (!known.login) return await edges.identities.link(known, login)
  if (known.login.provider === login.provider && known.login.sub === login.sub) return known
  throw notAuthorized(
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  )
}

function tagsOf(pool: IdentityPool, login: Login): Record<string, string> {
  const mapping = pool.tagMappings.find(({ provider }) => provider === login.provider)
  const tags = Object.entries(mapping?.tags ?? {}).flatMap(([tag, claim]) => {
    const value = login.claims[claim]
    const isPlain = typeof value === 'string' || typeof value === 'boolean'
    const text = isPlain ? String(value) : ''
    return text !== '' && text.length <= MAX_TAG_LENGTH ? [[tag, text] as const] : []
  })
  return Object.fromEntries(tags)
}

/** What AWS checks when the identity pool assumes the role on the user's behalf. */
function checkTrust(
  edges: IdentityEdges,
  session: {
    pool: IdentityPool
    identity: Identity
    login: Login | undefined
    roleArn: string
    tags: Readonly<Record<string, string>>
  },
): void {
  const { pool, identity, login, roleArn, tags } = session
  const role = edges.roles.find(roleArn)
  if (!role) throw invalidConfiguration()
  const tagged = Object.entries(tags).map(([tag, value]) => [`aws:RequestTag/${tag}`, value])
  const trusted = isTrusted(edges.authorizer, {
    role,
    service: 'cognito-identity.amazonaws.com',
    actions: ['sts:AssumeRoleWithWebIdentity', ...(tagged.length === 0 ? [] : ['sts:TagSession'])],
    context: {
      ...Object.fromEntries(tagged),
      'aws:TagKeys': Object.keys(tags),
      'cognito-identity.amazonaws.com:aud': pool.id,
      'cognito-identity.amazonaws.com:sub': identity.id,
      'cognito-identity.amazonaws.com:amr': login
        ? ['authenticated', login.provider, `${login.provider}:CognitoSignIn:${login.sub}`]
        : ['unauthenticated'],
    },
  })
  if (!trusted) throw invalidConfiguration()
}
