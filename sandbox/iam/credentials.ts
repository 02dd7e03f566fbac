import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { Caller, CredentialIssuer, Credentials } from './caller.ts'
import type { Roles } from './roles.ts'

/** What a session token carries; it is authenticated, not secret. */
const sessionSchema = z.object({
  accessKeyId: z.string(),
  roleArn: z.string(),
  sessionName: z.string(),
  tags: z.record(z.string(), z.string()),
  cognitoIdentity: z.object({ id: z.string(), isGuest: z.boolean() }).optional(),
  expiresAtMs: z.number(),
})

/** Finds who holds an access key. */
export interface CredentialStore extends CredentialIssuer {
  /** The developer's own credentials: everything is allowed to them, as to an administrator. */
  readonly tools: { accessKeyId: string; secretAccessKey: string }
  /** @returns the secret and the caller, or AWS's error code */
  find(
    accessKeyId: string,
    sessionToken: string | undefined,
    nowMs: number,
  ): { secretAccessKey: string; caller: Caller } | 'InvalidClientTokenId' | 'ExpiredToken'
  /** The caller that a session of `roleArn` would be, for services that act under a role. */
  callerOf(roleArn: string, sessionName: string): Caller
}

/**
 * Credentials without a table: a session token carries its own facts with a MAC of the
 * installation's key, and the secret is derived from it. So they survive restarts and need no room.
 * @param key at least 32 random bytes, kept with the installation's state
 */
export function createCredentialStore(options: {
  key: Buffer
  accountId: string
  roles: Roles
  clock?: () => number
}): CredentialStore {
  const { key, accountId, roles, clock = Date.now } = options
  const mac = (purpose: string, text: string) =>
    createHmac('sha256', key).update(`${purpose}\n${text}`).digest()
  const toolsKeyId = `AKIA${mac('tools', 'id').toString('hex').slice(0, 16).toUpperCase()}`
  const tools = {
    accessKeyId: toolsKeyId,
    secretAccessKey: mac('tools', 'secret').toString('base64'),
  }

  const callerOf = (
    roleArn: string,
    sessionName: string,
    tags: Readonly<Record<string, string>> = {},
  ): Caller => {
    const role = roles.find(roleArn)
    if (!role) throw new Error(`No role ${roleArn} in the assembly.`)
    return {
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
      accountId,
      roleArn,
      userId: `${role.id}:${sessionName}`,
      tags,
      policies: role.policies,
      boundary: role.boundary,
    }
  }

  return {
    tools,
    callerOf,
    issue(session): Credentials {
      if (!roles.find(session.roleArn)) throw new Error(`No role ${session.roleArn}.`)
      const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`
      const expiresAtMs = clock() + session.durationSeconds * 1000
      const facts = JSON.stringify({
        accessKeyId,
        roleArn: session.roleArn,
        sessionName: session.sessionName,
        tags: session.tags ?? {},
        cognitoIdentity: session.cognitoIdentity,
        expiresAtMs,
      })
      const payload = Buffer.from(facts).toString('base64url')
      const sessionToken = `${payload}.${mac('token', payload).toString('base64url')}`
      const secretAccessKey = mac('secret', payload).toString('base64')
      return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs }
    },
    find(accessKeyId, sessionToken, nowMs) {
      if (accessKeyId === toolsKeyId && sessionToken === undefined) {
        return { secretAccessKey: tools.secretAccessKey, caller: administrator(accountId) }
      }
      const [payload, signature] = sessionToken?.split('.') ?? []
      if (!payload || !signature) return 'InvalidClientTokenId'
      const given = Buffer.from(signature, 'base64url')
      const expected = mac('token', payload)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        return 'InvalidClientTokenId'
      }
      const session = sessionSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      if (session.accessKeyId !== accessKeyId || !roles.find(session.roleArn)) {
        return 'InvalidClientTokenId'
      }
      if (session.expiresAtMs <= nowMs) return 'ExpiredToken'
      const caller = callerOf(session.roleArn, session.sessionName, session.tags)
      return {
        secretAccessKey: mac('secret', payload).toString('base64'),
        caller: {
          ...caller,
          cognitoIdentity: session.cognitoIdentity,
          expiresAtMs: session.expiresAtMs,
        },
      }
    },
  }
}

function administrator(accountId: string): Caller {
  return {
    arn: `arn:aws:iam::${accountId}:user/developer`,
    accountId,
    roleArn: undefined,
    userId: 'AIDADEVELOPER',
    tags: {},
    policies: [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
  }
}
