import { beforeAll, expect, test } from 'vitest'
import { ofType, type Synthesised, statementsOf, synthesise } from '../tests/synthesise.ts'

let all: readonly Synthesised[] = []

// Also asserts that the root template has no dependency cycle.
beforeAll(async () => {
  all = await synthesise('branch')
})

test('the tables of a branch are kept, protected and restorable', () => {
  const tables = ofType(all, 'Custom::AmplifyDynamoDBTable')
  expect(tables).toHaveLength(6)
  for (const { resource } of tables) {
    expect(resource['DeletionPolicy']).toBe('Retain')
    expect(resource.Properties).toMatchObject({
      deletionProtectionEnabled: true,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    })
  }
})

test('the bucket of a branch is kept with its objects', () => {
  const [bucket] = ofType(all, 'AWS::S3::Bucket', 'storage')
  expect(bucket?.resource['DeletionPolicy']).toBe('Retain')
  expect(ofType(all, 'Custom::S3AutoDeleteObjects', 'storage')).toEqual([])
})

test('the accounts of a branch are kept', () => {
  const [pool] = ofType(all, 'AWS::Cognito::UserPool', 'auth')
  expect(pool?.resource['DeletionPolicy']).toBe('Retain')
  expect(pool?.resource.Properties).toMatchObject({ DeletionProtection: 'ACTIVE' })
})

test('the bucket of a branch lets the branch’s own hosting domain in', () => {
  const [bucket] = ofType(all, 'AWS::S3::Bucket', 'storage')
  expect(bucket?.resource.Properties).toMatchObject({
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: [
            'http://localhost:5173',
            'http://127.0.0.1:5173',
            'https://feature-x.repaint.amplifyapp.com',
          ],
        },
      ],
    },
  })
})

test('no statement of any role has every resource', () => {
  const open = statementsOf(all).filter(({ statement }) =>
    [statement.Resource].flat().some((resource) => resource === '*'),
  )
  expect(open).toEqual([])
})

test('nobody signs up at a branch that does not say who may', () => {
  const [admits] = ofType(all, 'AWS::Lambda::Function', 'auth').filter(({ resource }) =>
    JSON.stringify(resource.Properties['Environment'] ?? {}).includes('signUp'),
  )
  expect(admits?.resource.Properties).toMatchObject({
    Environment: { Variables: { signUp: 'closed' } },
  })
  const [pool] = ofType(all, 'AWS::Cognito::UserPool', 'auth')
  expect(pool?.resource.Properties).toMatchObject({
    LambdaConfig: { PreSignUp: { 'Fn::GetAtt': [admits?.logicalId, 'Arn'] } },
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  })
})

test('a document is bounded, and a branch shows its schema to nobody', () => {
  const [api] = ofType(all, 'AWS::AppSync::GraphQLApi')
  expect(api?.resource.Properties).toMatchObject({
    QueryDepthLimit: 6,
    ResolverCountLimit: 10,
    IntrospectionConfig: 'DISABLED',
  })
})
