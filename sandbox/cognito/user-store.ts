import { join } from 'node:path'
import { readStateFolder, removeStateFile, writeStateFile } from '../state/state-file.ts'
import { CognitoError } from './errors.ts'
import type { UserPool } from './pool.ts'
import { type User, userSchema } from './user.ts'

/** Users of one pool that the sandbox keeps; more are refused, since all are held in memory. */
const MAX_USERS = 50_000

/** The users of one pool, in memory and on disk. A change is on disk before it can be seen. */
export interface UserStore {
  /** Finds by internal name, or by e-mail or phone number where the pool signs in with them. */
  find(name: string): User | undefined
  findBySub(sub: string): User | undefined
  /** All users, oldest first. */
  list(): readonly User[]
  /** @throws CognitoError `UsernameExistsException` when the name or an alias is taken */
  create(user: User): Promise<User>
  /**
   * Applies `change` to the stored user as one step; changes of a pool run one after another.
   * @throws CognitoError `UserNotFoundException`, or `AliasExistsException` when a new alias is taken
   */
  update(sub: string, change: (user: User) => User): Promise<User>
  remove(sub: string): Promise<void>
}

/** Opens the users of `pool` kept under `folder`; throws when a file there is not a user. */
export async function openUserStore(pool: UserPool, folder: string): Promise<UserStore> {
  const users = new Map<string, User>()
  const names = new Map<string, string>()
  for (const { path, text } of await readStateFolder(folder)) index(parseUser(path, text))
  let lastWrite: Promise<unknown> = Promise.resolve()

  function index(user: User): void {
    users.set(user.sub, user)
    for (const name of namesOf(pool, user)) names.set(name, user.sub)
  }

  function forget(user: User): void {
    users.delete(user.sub)
    for (const name of namesOf(pool, user)) names.delete(name)
  }

  function isTaken(user: User): boolean {
    return namesOf(pool, user).some((name) => (names.get(name) ?? user.sub) !== user.sub)
  }

  function oneAtATime<T>(write: () => Promise<T>): Promise<T> {
    const done = lastWrite.then(write, write)
    lastWrite = done.catch(() => undefined)
    return done
  }

  async function save(user: User): Promise<void> {
    await writeStateFile(join(folder, `${user.sub}.json`), JSON.stringify(user))
  }

  return {
    find(name) {
      const sub = names.get(normalName(pool, name))
      return sub === undefined ? undefined : users.get(sub)
    },
    findBySub: (sub) => users.get(sub),
    list: () => [...users.values()].sort((a, b) => a.createdAtMs - b.createdAtMs),
    create: (user) =>
      oneAtATime(async () => {
        if (isTaken(user)) throw takenName(pool)
        if (users.size >= MAX_USERS) {
          throw new CognitoError('LimitExceededException', `This pool holds ${MAX_USERS} users.`)
        }
        await save(user)
        index(user)
        return user
      }),
    update: (sub, change) =>
      oneAtATime(async () => {
        const before = users.get(sub)
        if (!before) throw new CognitoError('UserNotFoundException', 'User does not exist.')
        const after = change(before)
        if (after === before) return before
        if (isTaken(after)) {
          const message = 'An account with the email already exists.'
          throw new CognitoError('AliasExistsException', message)
        }
        await save(after)
        forget(before)
        index(after)
        return after
      }),
    remove: (sub) =>
      oneAtATime(async () => {
        const user = users.get(sub)
        if (!user) return
        await removeStateFile(join(folder, `${sub}.json`))
        forget(user)
      }),
  }
}

function parseUser(path: string, text: string): User {
  try {
    return userSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`The sandbox cannot read the user kept in ${path}`, { cause })
  }
}

/** Every name by which `user` can be found: internal name, then the pool's sign-in attributes. */
function namesOf(pool: UserPool, user: User): string[] {
  const aliases = pool.signInAttributes.flatMap((name) => user.attributes[name] ?? [])
  return [user.username, ...aliases].map((name) => normalName(pool, name))
}

function normalName(pool: UserPool, name: string): string {
  return pool.isCaseSensitive ? name : name.toLowerCase()
}

function takenName(pool: UserPool): CognitoError {
  const [alias] = pool.signInAttributes
  const message = alias
    ? `An account with the given ${alias} already exists.`
    : 'User already exists'
  return new CognitoError('UsernameExistsException', message)
}
