import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { readStateFolder, writeStateFile } from '../../state/state-file.ts'
import { CognitoError } from '../errors.ts'
import type { Login } from './login.ts'

/** Identities that the sandbox keeps; more are refused, since all are held in memory. */
const MAX_IDENTITIES = 50_000

const identitySchema = z.object({
  version: z.literal(1),
  /** `{region}:{uuid}` */
  id: z.string(),
  poolId: z.string(),
  /** Who it belongs to; a guest's identity has none, until that guest signs in. */
  login: z.object({ provider: z.string(), sub: z.string() }).optional(),
})

/** What an identity pool knows a person or a guest by. */
export type Identity = z.infer<typeof identitySchema>

/** The identities of all pools, in memory and on disk. */
export interface IdentityStore {
  find(id: string): Promise<Identity | undefined>
  /** @returns the identity of a login, made at the first time; a guest gets a new one each time */
  obtain(poolId: string, login: Login | undefined): Promise<Identity>
  /** @returns the login's own identity, or this guest's, which then becomes the login's */
  link(identity: Identity, login: Login): Promise<Identity>
}

/** Opens the identities kept under `folder`; every call fails when a file there is not one. */
export function openIdentityStore(folder: string, region: string): IdentityStore {
  const identities = new Map<string, Identity>()
  const byLogin = new Map<string, Identity>()
  const loaded = readStateFolder(folder).then((files) => {
    for (const { text } of files) index(identitySchema.parse(JSON.parse(text)))
  })
  let lastWrite: Promise<unknown> = loaded.catch(() => undefined)

  function index(identity: Identity): void {
    identities.set(identity.id, identity)
    if (identity.login) byLogin.set(loginKey(identity.poolId, identity.login), identity)
  }

  function oneAtATime(write: () => Promise<Identity>): Promise<Identity> {
    const done = lastWrite.then(() => loaded).then(write)
    lastWrite = done.catch(() => undefined)
    return done
  }

  async function save(identity: Identity): Promise<Identity> {
    const [, uuid] = identity.id.split(':')
    await writeStateFile(join(folder, `${uuid}.json`), JSON.stringify(identity))
    index(identity)
    return identity
  }

  return {
    async find(id) {
      await loaded
      return identities.get(id)
    },
    obtain: (poolId, login) =>
      oneAtATime(async () => {
        const known = login && byLogin.get(loginKey(poolId, login))
        if (known) return known
        if (identities.size >= MAX_IDENTITIES) {
          const message = `The sandbox keeps ${MAX_IDENTITIES} identities.`
          throw new CognitoError('LimitExceededException', message)
        }
        const identity: Identity = { version: 1, id: `${region}:${randomUUID()}`, poolId }
        return await save(login ? { ...identity, login: ownerOf(login) } : identity)
      }),
    link: (identity, login) =>
      oneAtATime(async () => {
        const known = byLogin.get(loginKey(identity.poolId, login))
        return known ?? (await save({ ...identity, login: ownerOf(login) }))
      }),
  }
}

type Owner = { readonly provider: string; readonly sub: string }

function ownerOf({ provider, sub }: Owner): Owner {
  return { provider, sub }
}

function loginKey(poolId: string, { provider, sub }: Owner): string {
  return `${poolId} ${provider} ${sub}`
}
