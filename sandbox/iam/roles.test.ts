import { expect, test } from 'vitest'
import type { Deployment, Resource } from '../assembly/resource.ts'
import type { PolicyDocument } from './policy.ts'
import { readRoles, unknownManagedPolicies } from './roles.ts'
import { listStatements } from './statements.ts'

const read: PolicyDocument = {
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}
const trust = {
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda' } },
}

function resource(type: string, name: string, properties: object): Resource {
  const attributes = { Arn: `arn:aws:iam::000000000000:role/${name}` }
  return {
    path: `stack/${name}`,
    type,
    physicalId: name,
    attributes,
    properties: { ...properties },
  }
}

function deploymentOf(...resources: Resource[]): Deployment {
  const place = { region: 'us-east-1', accountId: '000000000000', endpoint: '' }
  return { ...place, resources, assemblyDir: '', stateDir: '' }
}

const role = (properties: object) =>
  resource('AWS::IAM::Role', 'worker', { AssumeRolePolicyDocument: trust, ...properties })

test('a role holds what stands in it, what is attached to it and what AWS manages', () => {
  const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
  const deployment = deploymentOf(
    role({
      Policies: [{ PolicyName: 'Own', PolicyDocument: read }],
      ManagedPolicyArns: [basic, 'managed', 'arn:aws:iam::aws:policy/Unknown'],
    }),
    resource('AWS::IAM::Policy', 'attached', { Roles: ['worker'], PolicyDocument: read }),
    resource('AWS::IAM::ManagedPolicy', 'managed', { PolicyDocument: read }),
    resource('AWS::IAM::Policy', 'foreign', { Roles: ['other'], PolicyDocument: read }),
  )
  const ids = listStatements(deployment, readRoles(deployment)).map(({ id }) => id)
  expect(ids).toEqual([
    'stack/worker/Own/0',
    'stack/worker/AWSLambdaBasicExecutionRole/0',
    'stack/worker/attached/0',
    'stack/worker/managed/0',
    'stack/worker/trust/0',
  ])
})

test('a role that says nothing of who may assume it trusts nobody', () => {
  const silent = deploymentOf(resource('AWS::IAM::Role', 'worker', {}))
  expect(readRoles(silent).all()[0]?.trust).toEqual({ Statement: [], origin: 'stack/worker/trust' })
})

test('a policy of AWS’s that is not known is named: it grants nothing', () => {
  const managed = ['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'].map(
    (name) => `arn:aws:iam::aws:policy/service-role/${name}`,
  )
  const deployment = deploymentOf(role({ ManagedPolicyArns: managed }))
  expect(unknownManagedPolicies(deployment)).toEqual([
    'service-role/AWSLambdaVPCAccessExecutionRole',
  ])
})

test('a boundary that is not known stops the start: without it too much would be allowed', () => {
  const boundary = (PermissionsBoundary: string) =>
    readRoles(
      deploymentOf(
        role({ PermissionsBoundary }),
        resource('AWS::IAM::ManagedPolicy', 'limit', { PolicyDocument: read }),
      ),
    ).all()[0]?.boundary
  expect(boundary('limit')).toEqual({ ...read, origin: 'stack/worker/boundary-limit' })
  expect(() => boundary('arn:aws:iam::aws:policy/Unknown')).toThrow('policy/Unknown')
})
