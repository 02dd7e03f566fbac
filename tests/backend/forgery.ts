import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose'
import * as z from 'zod'
import type { Backend } from './backend.ts'

const keyFileSchema = z.object({ key: z.looseObject({ kty: z.literal('RSA') }) })

/**
 * A copy of a token with other claims, signed with the pool's very own key: what only the claims
 * themselves can give away.
 */
export async function reissue(
  backend: Backend,
  token: string,
  changes: JWTPayload,
): Promise<string> {
  const path = join(backend.stateDir, 'cognito', 'signing-key.json')
  const file = keyFileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  return sign(token, changes, await importJWK(file.key, 'RS256'))
}

/** A copy of a token with other claims, signed with a key that the pool never saw. */
export async function forge(token: string, changes: JWTPayload = {}): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256')
  return sign(token, changes, privateKey)
}

/** A token whose claims were changed and whose signature was kept. */
export function tamper(token: string, changes: JWTPayload): string {
  const [header, , signature] = token.split('.')
  return [header, encode({ ...decodeJwt(token), ...changes }), signature].join('.')
}

/** A token that says that it needs no signature. */
export function unsign(token: string): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(decodeJwt(token))}.`
}

function sign(
  token: string,
  changes: JWTPayload,
  key: Parameters<SignJWT['sign']>[0],
): Promise<string> {
  const [head = ''] = token.split('.')
  const { kid } = z
    .object({ kid: z.string() })
    .parse(JSON.parse(Buffer.from(head, 'base64url').toString()))
  return new SignJWT({ ...decodeJwt(token), ...changes })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(key)
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
