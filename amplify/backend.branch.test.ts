import { beforeAll, expect, test } from 'vitest'
import { deviations } from '../tests/cloudformation-spec.ts'
import { unexplained } from '../tests/nag-exceptions.ts'
import { ofType, type Synthesised, statementsOf, synthesise } from '../tests/synthesise.ts'
import { refusedIn } from '../tests/template-rules.ts'

let all: readonly Synthesised[] = []

// Also asserts that the root template has no dependency cycle.
beforeAll(async () => {
  all = await synthesise('branch', {
    'repaint:alarmEmail': 'owner@example.org',
    'repaint:mailFrom': 'codes@example.org',
    'repaint:requestsPerAddress': 2_000,
    'repaint:accessLogs': true,
    'repaint:allowedOrigins': 'https://Edit.example.org',
  })
})

/** The bucket of people's objects, beside that of its logs. */
function pictures(): Synthesised | undefined {
  return ofType(all, 'AWS::S3::Bucket', 'storage').find(({ resource }) =>
    Object.hasOwn(resource.Properties, 'CorsConfiguration'),
  )
}

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

test('the bucket of a branch is kept with its objects, unless its first deployment failed', () => {
  const bucket = pictures()
  expect(bucket?.resource['DeletionPolicy']).toBe('RetainExceptOnCreate')
  expect(ofType(all, 'Custom::S3AutoDeleteObjects', 'storage')).toEqual([])
})

test('the accounts of a branch are kept', () => {
  const [pool] = ofType(all, 'AWS::Cognito::UserPool', 'auth')
  expect(pool?.resource['DeletionPolicy']).toBe('Retain')
  expect(pool?.resource.Properties).toMatchObject({ DeletionProtection: 'ACTIVE' })
})

test('the bucket of a branch lets the branch’s own domains in, and no developer’s machine', () => {
  const own = ['https://edit.example.org', 'https://feature-x.repaint.amplifyapp.com']
  expect(pictures()?.resource.Properties).toMatchObject({
    CorsConfiguration: { CorsRules: [{ AllowedOrigins: own }] },
  })
})

test('what is removed from the bucket of a branch can come back for some days, then is gone', () => {
  const properties = pictures()?.resource.Properties
  expect(properties).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' } })
  const cycle = properties?.['LifecycleConfiguration'] as
    | { Rules: Record<string, unknown>[] }
    | undefined
  const { Rules } = cycle ?? { Rules: [] }
  const spans = Rules.flatMap(({ Prefix = '', NoncurrentVersionExpiration: ends }) =>
    ends ? [[Prefix, (ends as { NoncurrentDays: number }).NoncurrentDays]] : [],
  )
  expect(spans).toEqual([
    ['answers/', 1],
    ['exports/', 1],
    ['previews/', 1],
    ['', 14],
  ])
})

test('the owner’s address hears of alarms and of the bill', () => {
  const [subscription] = ofType(all, 'AWS::SNS::Subscription', 'alerts')
  expect(subscription?.resource.Properties).toMatchObject({ Endpoint: 'owner@example.org' })
  const [budget] = ofType(all, 'AWS::Budgets::Budget', 'alerts')
  expect(budget?.resource.Properties).toMatchObject({
    Budget: { TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 2_000, Unit: 'USD' } },
  })
})

test('codes come by SES from the address that is set', () => {
  const [pool] = ofType(all, 'AWS::Cognito::UserPool', 'auth')
  const { EmailConfiguration: mail } = pool?.resource.Properties ?? {}
  const from = 'Repaint <codes@example.org>'
  expect(mail).toMatchObject({ EmailSendingAccount: 'DEVELOPER', From: from })
  expect(JSON.stringify(mail)).toContain(':identity/example.org')
})

test('a firewall bounds the requests of one address to the API and to the pool', () => {
  const [acl] = ofType(all, 'AWS::WAFv2::WebACL', 'firewall')
  expect(JSON.stringify(acl?.resource.Properties)).toContain('"Limit":2000')
  expect(ofType(all, 'AWS::WAFv2::WebACLAssociation', 'firewall')).toHaveLength(2)
})

test('requests for objects and errors of the API are logged, without what was asked', () => {
  expect(pictures()?.resource.Properties).toHaveProperty('LoggingConfiguration')
  const [api] = ofType(all, 'AWS::AppSync::GraphQLApi')
  const logged = { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true }
  expect(api?.resource.Properties).toMatchObject({ LogConfig: logged })
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

test('CloudFormation publishes every type and property of a branch', () => {
  expect(deviations(all)).toEqual([])
})

test('CloudFormation’s validator refuses no template of a branch', async () => {
  const { backend } = await import('./backend.ts')
  expect(refusedIn(backend.stack)).toEqual([])
})

test('AWS’s rules for solutions are met, but for exceptions with a reason', async () => {
  const { backend } = await import('./backend.ts')
  expect(unexplained(backend.stack)).toEqual([])
})
