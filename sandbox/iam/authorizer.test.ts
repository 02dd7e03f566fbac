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

/** 2026-11-21T12:00:00Z */
const nowMs = 1_795_262_400_000

function ask(question: Question): { allowed: boolean; message: string; refusals: LogEvent[] } {
  const refusals: LogEvent[] = []
  const authorizer = createAuthorizer({
    region: 'us-east-1',
    log: (event) => refusals.push(event),
    clock: () => nowMs,
  })
  return { ...authorizer.authorize(question), refusals }
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
  expect(ask(own)).toMatchObject({ allowed: true, refusals: [] })
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

test.each<[string, PolicyStatement['Condition'], boolean]>([
  ['after a date', { DateGreaterThan: { 'aws:CurrentTime': '2026-11-21T11:59:59Z' } }, true],
  ['before that date', { DateLessThan: { 'aws:CurrentTime': '2026-11-21T11:59:59Z' } }, false],
  ['until a second of the epoch', { DateLessThanEquals: { 'aws:EpochTime': '1795262400' } }, true],
  ['until a date that is none', { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } }, false],
  ['from this machine', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.0/8'] } }, true],
  ['from another network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, false],
  ['from a network of IPv6', { IpAddress: { 'aws:SourceIp': '::/0' } }, false],
  ['from anywhere else', { NotIpAddress: { 'aws:SourceIp': '127.0.0.1' } }, false],
  ['the same bytes', { BinaryEquals: { 'aws:PrincipalTag/sub': 'ada' } }, true],
  ['another number', { NumericNotEquals: { 'aws:EpochTime': '1' } }, true],
  ['any value but one, of none', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'x' } }, false],
  ['all values, of none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }, true],
  ['an ARN part by part', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/w*' } }, true],
  ['no part past its colon', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam:role/worker' } }, false],
])('a condition: %s', (_, condition, allowed) => {
  const statement = { ...readOwn, ...(condition && { Condition: condition }) }
  expect(ask({ ...own, caller: caller(statement) }).allowed).toBe(allowed)
})

test('an operator that is not known is an error, never an allow', () => {
  const statement = { ...readOwn, Condition: { StringSounds: { 'aws:CurrentTime': '2020' } } }
  expect(() => ask({ ...own, caller: caller(statement) })).toThrow(/StringSounds/)
})

test('nothing is allowed beyond a permissions boundary, nor by it alone', () => {
  const limit = (...Statement: PolicyStatement[]) => ({ boundary: { Statement } })
  const reads: PolicyStatement = { Effect: 'Allow', Action: 's3:Get*', Resource: '*' }
  const writes: PolicyStatement = { ...reads, Action: 's3:Put*' }
  const bounded = (boundary: object, ...statements: PolicyStatement[]) =>
    ask({ ...own, caller: { ...caller(...statements), ...boundary } }).allowed
  expect(bounded(limit(reads), readOwn)).toBe(true)
  expect(bounded(limit(writes), readOwn)).toBe(false)
  expect(bounded(limit(reads))).toBe(false)
  expect(bounded(limit(reads, { ...reads, Effect: 'Deny' }), readOwn)).toBe(false)
})

test.each<[string, Question, string]>([
  [
    'what nobody allows',
    { ...own, caller: caller() },
    'because no identity-based policy allows the s3:GetObject action',
  ],
  [
    'what the caller’s own policy denies',
    { ...own, caller: caller(readOwn, { ...readOwn, Effect: 'Deny' }) },
    'with an explicit deny in an identity-based policy',
  ],
  [
    'what the resource’s policy denies',
    { ...own, resourcePolicy: { Statement: { ...readOwn, Effect: 'Deny', Principal: '*' } } },
    'with an explicit deny in a resource-based policy',
  ],
  [
    'what is beyond the boundary',
    { ...own, caller: { ...caller(readOwn), boundary: { Statement: [] } } },
    'because no permissions boundary allows the s3:GetObject action',
  ],
])('AWS’s sentence for %s', (_, question, because) => {
  expect(ask(question).message).toBe(
    `User: ${own.caller?.arn} is not authorized to perform: s3:GetObject on resource: ${own.resource} ${because}`,
  )
})

test('it tells which statements decided, and can do without one', async () => {
  const seen: unknown[] = []
  const authorizer = createAuthorizer({ region: 'us-east-1', log: () => undefined })
  const stop = authorizer.watch(({ allowed, decidedBy }) => seen.push([allowed, ...decidedBy]))
  const policies = [
    { origin: 'role/reading', Statement: [{ ...readOwn, Action: 's3:List*' }, readOwn] },
    { origin: 'role/care', Statement: { ...readOwn, Sid: 'Care', Effect: 'Deny' as const } },
  ]
  const question = { ...own, caller: { ...caller(), policies } }
  authorizer.authorize(question)
  await authorizer.without('role/care/Care', async () => {
    authorizer.authorize(question)
    await authorizer.without('role/reading/1', async () => authorizer.authorize(question))
  })
  authorizer.authorize(question)
  stop()
  authorizer.authorize(question)
  expect(seen).toEqual([
    [false, 'role/care/Care'],
    [true, 'role/reading/1'],
    [false],
    [false, 'role/care/Care'],
  ])
})
