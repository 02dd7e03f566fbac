import { expect, test } from 'vitest'
import type { LogEvent } from '../log.ts'
import { createAuthorizer } from './authorizer.ts'
import type { Caller, Question } from './caller.ts'
import type { PolicyDocument, PolicyStatement } from './policy.ts'

const bucket = 'arn:aws:s3:::pictures'

function caller(...statements: PolicyStatement[]): Caller {
  return {
    arn: 'arn:aws:sts::000000000000:assumed-role/worker/session',
    accountId: '000000000000',
    roleArn: 'arn:aws:iam::000000000000:role/worker',
    userId: 'AROA:session',
    tags: { sub: 'ada' },
    policies: [{ Statement: statements }],
  }
}

function ask(question: Question): { allowed: boolean; refusals: LogEvent[] } {
  const refusals: LogEvent[] = []
  const authorizer = createAuthorizer({ region: 'us-east-1', log: (event) => refusals.push(event) })
  return { allowed: authorizer.authorize(question).allowed, refusals }
}

const readOwn: PolicyStatement = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: `${bucket}/originals/\${aws:PrincipalTag/sub}/*`,
}
const own: Question = {
  caller: caller(readOwn),
  action: 's3:GetObject',
  resource: `${bucket}/originals/ada/1.png`,
}

test('what a policy allows is allowed, and nothing beside it', () => {
  expect(ask(own)).toEqual({ allowed: true, refusals: [] })
  expect(ask({ ...own, resource: `${bucket}/originals/bob/1.png` }).allowed).toBe(false)
  expect(ask({ ...own, action: 's3:DeleteObject' }).allowed).toBe(false)
  expect(ask({ ...own, caller: undefined }).allowed).toBe(false)
})

test('a refusal is one line that names who, what and on which resource', () => {
  const { refusals } = ask({ ...own, action: 's3:DeleteObject' })
  expect(refusals).toEqual([
    {
      service: 'iam',
      level: 'refusal',
      message: `${own.caller?.arn} may not s3:DeleteObject on ${bucket}/originals/ada/1.png`,
    },
  ])
})

test('an explicit deny wins over any allow, wherever it stands', () => {
  const deny: PolicyStatement = { Effect: 'Deny', Action: 's3:*', Resource: '*' }
  expect(ask({ ...own, caller: caller(readOwn, deny) }).allowed).toBe(false)
  const resourcePolicy: PolicyDocument = { Statement: [{ ...deny, Principal: '*' }] }
  expect(ask({ ...own, resourcePolicy }).allowed).toBe(false)
})

test('a resource policy allows the principal that it names, and the account only denies', () => {
  const allow = (principal: Record<string, string>): PolicyDocument => ({
    Statement: { Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: '*' },
  })
  const question = { ...own, caller: caller() }
  const role = { AWS: 'arn:aws:iam::000000000000:role/worker' }
  const account = { AWS: 'arn:aws:iam::000000000000:root' }
  expect(ask({ ...question, resourcePolicy: allow(role) }).allowed).toBe(true)
  expect(ask({ ...question, resourcePolicy: allow(account) }).allowed).toBe(false)
})

test('a service acts only on what a resource policy lets it', () => {
  const resourcePolicy: PolicyDocument = {
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: 'arn:aws:sqs:us-east-1:000000000000:uploads',
      Condition: { ArnLike: { 'aws:SourceArn': bucket } },
    },
  }
  const question: Question = {
    caller: undefined,
    service: 's3.amazonaws.com',
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:000000000000:uploads',
    context: { 'aws:SourceArn': bucket },
    resourcePolicy,
  }
  expect(ask(question).allowed).toBe(true)
  expect(ask({ ...question, context: { 'aws:SourceArn': 'arn:aws:s3:::other' } }).allowed).toBe(
    false,
  )
  expect(ask({ ...question, service: 'sns.amazonaws.com' }).allowed).toBe(false)
})

test.each<[string, PolicyStatement['Condition'], boolean]>([
  ['a key that is absent', { StringEquals: { 's3:prefix': 'a/' } }, false],
  ['a negated test of an absent key', { StringNotEquals: { 's3:prefix': 'a/' } }, true],
  ['IfExists on an absent key', { StringEqualsIfExists: { 's3:prefix': 'a/' } }, true],
  ['Null on an absent key', { Null: { 's3:prefix': 'true' } }, true],
  ['a Bool that holds', { Bool: { 'aws:SecureTransport': 'true' } }, true],
  ['one of several values', { StringLike: { 'aws:PrincipalTag/sub': ['b*', 'a?a'] } }, true],
  ['none of several values', { StringNotLike: { 'aws:PrincipalTag/sub': ['b*', 'a?a'] } }, false],
])('a condition: %s', (_, condition, allowed) => {
  const statement = { ...readOwn, ...(condition && { Condition: condition }) }
  expect(ask({ ...own, caller: caller(statement) }).allowed).toBe(allowed)
})

test('an operator that is not known is an error, never an allow', () => {
  const statement = { ...readOwn, Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020' } } }
  expect(() => ask({ ...own, caller: caller(statement) })).toThrow(/DateGreaterThan/)
})
