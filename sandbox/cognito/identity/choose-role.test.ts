import { expect, test } from 'vitest'
import { chooseRole } from './choose-role.ts'
import type { IdentityPool, RoleMapping } from './identity-pool.ts'

const byToken: RoleMapping = {
  provider: 'pool:client',
  kind: 'Token',
  otherwise: 'AuthenticatedRole',
  rules: [],
}

function choose(
  mapping: RoleMapping | undefined,
  claims: Record<string, unknown>,
  customRoleArn?: string,
): string {
  const pool: IdentityPool = {
    id: 'us-east-1:1',
    allowsGuests: false,
    providers: [],
    authenticatedRole: 'default',
    guestRole: undefined,
    roleMappings: mapping ? [mapping] : [],
    tagMappings: [],
  }
  const login = { provider: 'pool', clientId: 'client', sub: 'ada', claims }
  return chooseRole(pool, login, customRoleArn)
}

test('without a mapping, or a role in the token, it is the role of the pool', () => {
  expect(choose(undefined, {})).toBe('default')
  expect(choose(byToken, {})).toBe('default')
})

test('the token’s preferred role comes first; another of its roles may be asked for', () => {
  const claims = { 'cognito:roles': ['one', 'two'], 'cognito:preferred_role': 'one' }
  expect(choose(byToken, claims)).toBe('one')
  expect(choose(byToken, claims, 'two')).toBe('two')
  expect(() => choose(byToken, claims, 'three')).toThrow('Access to Role is forbidden.')
})

test('a mapping that denies refuses who it names no role for', () => {
  expect(() => choose({ ...byToken, otherwise: 'Deny' }, {})).toThrow('forbidden')
})

test('the first rule that matches a claim chooses', () => {
  const rules: RoleMapping = {
    ...byToken,
    kind: 'Rules',
    rules: [
      { Claim: 'email', MatchType: 'StartsWith', Value: 'admin@', RoleARN: 'admin' },
      { Claim: 'email', MatchType: 'Contains', Value: '@example.', RoleARN: 'member' },
    ],
  }
  expect(choose(rules, { email: 'admin@example.com' })).toBe('admin')
  expect(choose(rules, { email: 'ada@example.com' })).toBe('member')
  expect(choose(rules, { email: 'ada@other.org' })).toBe('default')
})
