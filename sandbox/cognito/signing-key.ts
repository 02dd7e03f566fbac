import { randomBytes } from 'node:crypto'
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose'
import * as z from 'zod'
import { readStateFile, writeStateFile } from '../state/state-file.ts'

/** What this installation signs with; made at the first start, never leaves the state folder. */
export type SigningKey = {
  readonly id: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The public half as `jwks.json` lists it. */
  readonly jwk: JWK
  /** Derives what a stranger must not be able to tell from the real thing. */
  readonly secret: Buffer
}

const fileSchema = z.object({
  version: z.literal(1),
  secret: z.string(),
  key: z.object({
    kty: z.literal('RSA'),
    n: z.string(),
    e: z.string(),
    d: z.string(),
    p: z.string(),
    q: z.string(),
    dp: z.string(),
    dq: z.string(),
    qi: z.string(),
  }),
})

/** Reads the key kept at `path`, or makes one there. */
export async function openSigningKey(path: string): Promise<SigningKey> {
  const kept = await readStateFile(path)
  const file = kept === undefined ? await makeFile() : fileSchema.parse(JSON.parse(kept))
  if (kept === undefined) await writeStateFile(path, JSON.stringify(file))
  const { kty, n, e } = file.key
  const id = await calculateJwkThumbprint({ kty, n, e })
  return {
    id,
    privateKey: await asymmetricKey(file.key),
    publicKey: await asymmetricKey({ kty, n, e }),
    jwk: { kty, n, e, kid: id, alg: 'RS256', use: 'sig' },
    secret: Buffer.from(file.secret, 'base64'),
  }
}

async function makeFile(): Promise<z.infer<typeof fileSchema>> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const secret = randomBytes(32).toString('base64')
  return fileSchema.parse({ version: 1, secret, key: await exportJWK(privateKey) })
}

async function asymmetricKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'RS256')
  if (key instanceof Uint8Array) throw new Error('The signing key is not an RSA key')
  return key
}
