import { expect, test } from 'vitest'
import type { PolicyStatement } from '../../iam/policy.ts'
import { isTrusted } from './trust.ts'

const allow: PolicyStatement = {
  Effect: 'Allow',
  Principal: { Federated: 'cognito-identity.amazonaws.com' },
  Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
  Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'pool' } },
}

function ask(statements: PolicyStatement[], aud = 'pool'): boolean {
  return isTrusted({
    document: { Statement: statements },
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
