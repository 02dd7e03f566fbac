import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { poolId, readTestPool } from './local-cognito.fixture.ts'
import { newUser, type User } from './user.ts'
import { openUserStore } from './user-store.ts'

const pool = readTestPool()

function aUser(number: number, email: string): User {
  const sub = `00000000-0000-4000-8000-00000000000${number}`
  return newUser({ sub, username: sub, attributes: { email }, nowMs: number })
}

async function folder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), `${poolId}-`))
}

test('of two sign-ups with one address at the same time, one wins', async () => {
  const users = await openUserStore(pool, await folder())
  const results = await Promise.allSettled([
    users.create(aUser(1, 'ada@example.com')),
    users.create(aUser(2, 'ADA@example.com')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(users.find('Ada@Example.com')?.sub).toBe(aUser(1, '').sub)
})

test('an address moves with its user and is free afterwards', async () => {
  const users = await openUserStore(pool, await folder())
  const ada = await users.create(aUser(1, 'ada@example.com'))
  await users.create(aUser(2, 'bob@example.com'))
  const moveTo = (email: string) =>
    users.update(ada.sub, (user) => ({ ...user, attributes: { email } }))
  await expect(moveTo('bob@example.com')).rejects.toMatchObject({ name: 'AliasExistsException' })
  await moveTo('new@example.com')
  expect(users.find('ada@example.com')).toBeUndefined()
  expect(users.find('new@example.com')?.sub).toBe(ada.sub)
})

test('what a crash left half written is cleared; what was acknowledged is there', async () => {
  const path = await folder()
  const users = await openUserStore(pool, path)
  const ada = await users.create(aUser(1, 'ada@example.com'))
  await users.create(aUser(2, 'bob@example.com'))
  await users.remove(aUser(2, '').sub)
  await writeFile(join(path, `${ada.sub}.json.0.tmp`), '{"vers')
  const reopened = await openUserStore(pool, path)
  expect(reopened.list()).toEqual([ada])
  expect(await readdir(path)).toEqual([`${ada.sub}.json`])
})

test('a file that is no user stops the start, by name', async () => {
  const path = await folder()
  await writeFile(join(path, 'broken.json'), '{}')
  await expect(openUserStore(pool, path)).rejects.toThrow('broken.json')
})
