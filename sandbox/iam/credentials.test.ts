import { expect, test } from 'vitest'
import { createCredentialStore } from './credentials.ts'
import type { Role } from './roles.ts'

const role: Role = {
  arn: 'arn:aws:iam::000000000000:role/worker',
  name: 'worker',
  path: 'jobs/worker',
  id: 'AROAWORKER',
  trust: { Statement: [] },
  policies: [],
  boundary: undefined,
}
const roles = { find: (arn: string) => (arn === role.arn ? role : undefined), all: () => [role] }
const nowMs = 1_800_000_000_000

function store(key = Buffer.alloc(32, 1)) {
  return createCredentialStore({ key, accountId: '000000000000', roles, clock: () => nowMs })
}

const session = { roleArn: role.arn, sessionName: 'one', tags: { sub: 'ada' }, durationSeconds: 60 }

test('credentials are found again after a restart, with the tags of their session', () => {
  const given = store().issue(session)
  const found = store().find(given.accessKeyId, given.sessionToken, nowMs)
  expect(found).toMatchObject({
    secretAccessKey: given.secretAccessKey,
    caller: { arn: 'arn:aws:sts::000000000000:assumed-role/worker/one', tags: { sub: 'ada' } },
  })
})

test('a token that is forged, another’s, another installation’s or expired is refused', () => {
  const given = store().issue(session)
  const other = store().issue(session)
  const [payload, mac] = given.sessionToken.split('.')
  const facts = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...facts, tags: { sub: 'bob' } })).toString(
    'base64url',
  )
  const find = (token: string | undefined, at = nowMs) => store().find(given.accessKeyId, token, at)
  expect(find(`${forged}.${mac}`)).toBe('InvalidClientTokenId')
  expect(find(other.sessionToken)).toBe('InvalidClientTokenId')
  expect(find(undefined)).toBe('InvalidClientTokenId')
  expect(find(given.sessionToken, nowMs + 60_000)).toBe('ExpiredToken')
  const elsewhere = store(Buffer.alloc(32, 2))
  expect(elsewhere.find(given.accessKeyId, given.sessionToken, nowMs)).toBe('InvalidClientTokenId')
})
