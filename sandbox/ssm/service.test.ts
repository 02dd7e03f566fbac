import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Deployment, Resource } from '../assembly/resource.ts'
import { type Gateway, openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import { readRoles } from '../iam/roles.ts'
import { createSsm } from './service.ts'

const region = 'us-east-1'
const accountId = '000000000000'
const roleArn = `arn:aws:iam::${accountId}:role/reader`
const arnOf = (name: string) => `arn:aws:ssm:${region}:${accountId}:parameter/${name}`

const parameter: Resource = {
  path: 'Parameter',
  type: 'AWS::SSM::Parameter',
  physicalId: '/app/colour',
  attributes: {},
  properties: { Type: 'String', Value: 'red' },
}
const reader: Resource = {
  path: 'Reader',
  type: 'AWS::IAM::Role',
  physicalId: 'reader',
  attributes: { Arn: roleArn },
  properties: {
    AssumeRolePolicyDocument: { Statement: [] },
    Policies: [
      {
        PolicyName: 'Read',
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Action: ['ssm:GetParameter', 'ssm:GetParameters'],
            Resource: arnOf('app/*'),
          },
        },
      },
    ],
  },
}

let gateway: Gateway
let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string }

beforeEach(async () => {
  const log = () => undefined
  gateway = await openGateway({ port: 0, origins: [], log })
  const place = { region, accountId, endpoint: gateway.endpoint, assemblyDir: '', stateDir: '' }
  const deployment: Deployment = { ...place, resources: [parameter, reader] }
  const store = createCredentialStore({
    key: Buffer.alloc(32),
    accountId,
    roles: readRoles(deployment),
  })
  credentials = store.issue({ roleArn, sessionName: 'test', durationSeconds: 900 })
  gateway.serve({
    services: { ssm: createSsm({ deployment, authorizer: createAuthorizer({ region, log }) }) },
    credentials: store,
    pages: () => Promise.resolve({ status: 404 }),
  })
})

afterEach(() => gateway.close())

/** Sends one operation, signed unless said otherwise. */
async function call(
  operation: string,
  input: object,
  isSigned = true,
): Promise<{ status: number; body: unknown }> {
  const { hostname, host, port } = new URL(gateway.endpoint)
  const signer = new SignatureV4({ credentials, region, service: 'ssm', sha256: Sha256 })
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: '/',
    headers: { host, 'x-amz-target': `AmazonSSM.${operation}` },
    body: JSON.stringify(input),
  }
  const { headers } = isSigned ? await signer.sign(request) : request
  const { host: _, ...sent } = headers
  const { body } = request
  const response = await fetch(gateway.endpoint, { method: 'POST', headers: sent, body })
  return { status: response.status, body: await response.json() }
}

test('parameters of the template are read, and those that are not there are named', async () => {
  const colour = {
    Name: '/app/colour',
    Value: 'red',
    Type: 'String',
    ARN: arnOf('app/colour'),
  }
  const one = await call('GetParameter', { Name: '/app/colour' })
  expect(one).toEqual({ status: 200, body: { Parameter: colour } })
  const both = await call('GetParameters', { Names: ['/app/colour', '/app/shape'] })
  expect(both.body).toEqual({ Parameters: [colour], InvalidParameters: ['/app/shape'] })
  expect((await call('GetParameter', { Name: '/app/shape' })).body).toMatchObject({
    __type: 'ParameterNotFound',
  })
})

test('one name that the policy does not have refuses the whole request', async () => {
  const { status, body } = await call('GetParameters', { Names: ['/app/colour', '/secret'] })
  expect(status).toBe(400)
  expect(body).toEqual({
    __type: 'AccessDeniedException',
    message: `User: arn:aws:sts::${accountId}:assumed-role/reader/test is not authorized to perform: ssm:GetParameters on resource: ${arnOf('secret')} because no identity-based policy allows the ssm:GetParameters action`,
  })
})

test('an unsigned request is refused, and an unknown operation named', async () => {
  const unsigned = await call('GetParameter', { Name: '/app/colour' }, false)
  expect(unsigned).toEqual({
    status: 400,
    body: {
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    },
  })
  expect((await call('PutParameter', { Name: '/app/colour' })).body).toMatchObject({
    __type: 'UnknownOperationException',
  })
})
