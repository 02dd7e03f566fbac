import { expect, test } from 'vitest'
import type { Deployment, Resource } from '../assembly/resource.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import type { PolicyStatement } from '../iam/policy.ts'
import { readRoles } from '../iam/roles.ts'
import { createPermits } from './permits.ts'

const accountId = '000000000000'
const queueArn = `arn:aws:sqs:us-east-1:${accountId}:jobs`
const functionArn = `arn:aws:lambda:us-east-1:${accountId}:function:worker`
const groupArn = `arn:aws:scheduler:us-east-1:${accountId}:schedule-group/default`
const ruleArn = `arn:aws:events:us-east-1:${accountId}:rule/nightly`
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`

function role(name: string, service: string, statement: object, condition = {}): Resource {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }
  return {
    path: `stack/${name}`,
    type: 'AWS::IAM::Role',
    physicalId: name,
    attributes: { Arn: roleArn(name) },
    properties: {
      AssumeRolePolicyDocument: { Statement: { ...trust, ...condition } },
      Policies: [{ PolicyName: 'Own', PolicyDocument: { Statement: statement } }],
    },
  }
}

function permitsOf(...resources: Resource[]) {
  const place = { region: 'us-east-1', accountId, endpoint: '', assemblyDir: '', stateDir: '' }
  const deployment: Deployment = { ...place, resources }
  const roles = readRoles(deployment)
  return createPermits({
    deployment,
    roles,
    authorizer: createAuthorizer({ region: 'us-east-1', log: () => undefined }),
    credentials: createCredentialStore({ key: Buffer.alloc(32), accountId, roles }),
    configs: [
      {
        name: 'worker',
        arn: functionArn,
        handler: 'index.handler',
        codeDir: '',
        roleArn: roleArn('worker'),
        timeoutMs: 1,
        memoryMb: 1,
        environment: {},
        reservedConcurrency: undefined,
      },
    ],
  })
}

const lambda = 'lambda.amazonaws.com'
const session = { roleArn: roleArn('worker'), sessionName: 'worker', durationSeconds: 60 }

test('a function has credentials only where its role trusts Lambda', () => {
  const good = permitsOf(role('worker', lambda, []))
  expect(good.credentials.issue(session).accessKeyId).toMatch(/^ASIA/)
  const bad = permitsOf(role('worker', 'ec2.amazonaws.com', []))
  expect(() => bad.credentials.issue(session)).toThrow('cannot be assumed by Lambda')
})

test.each([
  [['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], true],
  [['sqs:ReceiveMessage', 'sqs:DeleteMessage'], false],
  [['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], false],
  [['sqs:*'], true],
])('a queue is consumed for a role with %j: %s', (actions, allowed) => {
  const statement = { Effect: 'Allow', Action: actions, Resource: queueArn }
  expect(permitsOf(role('worker', lambda, statement)).mayPoll('worker', queueArn)).toBe(allowed)
})

test('a schedule starts a function by its own role, which trusts its group alone', () => {
  const invoke: PolicyStatement = {
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: functionArn,
  }
  const ownGroup = { Condition: { StringEquals: { 'aws:SourceArn': groupArn } } }
  const call = { functionArn, roleArn: roleArn('clock'), sourceArn: groupArn }
  const clock = (statement: object) =>
    permitsOf(role('clock', 'scheduler.amazonaws.com', statement, ownGroup))
  expect(clock(invoke).mayStart(call)).toBe(true)
  expect(clock({ ...invoke, Resource: queueArn }).mayStart(call)).toBe(false)
  expect(clock(invoke).mayStart({ ...call, sourceArn: 'another' })).toBe(false)
})

test('a rule starts a function that permits it', () => {
  const permission = (SourceArn: string): Resource => ({
    path: 'stack/permission',
    type: 'AWS::Lambda::Permission',
    physicalId: 'permission',
    attributes: {},
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'events.amazonaws.com',
      SourceArn,
    },
  })
  const call = { functionArn, roleArn: undefined, sourceArn: ruleArn }
  expect(permitsOf(permission(ruleArn)).mayStart(call)).toBe(true)
  expect(permitsOf(permission(groupArn)).mayStart(call)).toBe(false)
  expect(permitsOf().mayStart(call)).toBe(false)
})
