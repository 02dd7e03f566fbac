import { afterEach, expect, test } from 'vitest'
import type { LogEvent } from '../log.ts'
import { createAuthorizer } from './authorizer.ts'
import type { PolicyStatement } from './policy.ts'
import { isTrusted } from './trust.ts'

const allow: PolicyStatement = {
  Effect: 'Allow',
  Principal: { Federated: 'cognito-identity.amazonaws.com' },
  Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
  Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'pool' } },
}

const arn = 'arn:aws:iam::000000000000:role/signed-in'
const logged: LogEvent[] = []
afterEach(() => logged.splice(0))

function ask(statements: PolicyStatement[], aud = 'pool'): boolean {
  const authorizer = createAuthorizer({ region: 'us-east-1', log: (event) => logged.push(event) })
  return isTrusted(authorizer, {
    // As `readRoles` gives it: a trust policy is about its own role.
    role: { arn, trust: { Statement: statements.map((each) => ({ ...each, Resource: '*' })) } },
    service: 'cognito-identity.amazonaws.com',
    actions: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
    context: { 'cognito-identity.amazonaws.com:aud': aud },
  })
}

test('a role is trusted when every action is allowed under its conditions', () => {
  expect(ask([allow])).toBe(true)
  expect(ask([allow], 'another pool')).toBe(false)
  expect(ask([{ ...allow, Action: 'sts:AssumeRoleWithWebIdentity' }])).toBe(false)
  expect(ask([{ ...allow, Action: 'sts:*' }])).toBe(true)
})

test('a deny wins, and another service’s role is not for identity pools', () => {
  expect(ask([allow, { ...allow, Effect: 'Deny', Action: 'sts:TagSession' }])).toBe(false)
  expect(ask([{ ...allow, Principal: { Service: 'lambda.amazonaws.com' } }])).toBe(false)
})

test('an unknown condition operator is an error, never an allow', () => {
  expect(() => ask([{ ...allow, Condition: { Guess: { key: 'value' } } }])).toThrow('Guess')
})

test('a refusal is one line', () => {
  ask([{ ...allow, Action: 'sts:AssumeRoleWithWebIdentity' }])
  expect(logged.map(({ level, message }) => [level, message])).toEqual([
    ['refusal', `cognito-identity.amazonaws.com may not sts:TagSession on ${arn}`],
  ])
})
