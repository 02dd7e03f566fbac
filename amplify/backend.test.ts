import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { idle } from '../scripts/costs/idle.ts'
import { deviations } from '../tests/cloudformation-spec.ts'
import {
  ofType,
  type Statement,
  type Synthesised,
  statementsOf,
  synthesise,
} from '../tests/synthesise.ts'
import { refusedIn, refusedOf } from '../tests/template-rules.ts'
import { readDeployment } from './deployment.ts'
import { type FunctionName, type Needs, needs } from './functions/needs.ts'
import { readNeeds } from './functions/read-needs.ts'

let all: readonly Synthesised[] = []

// Also asserts that the root template has no dependency cycle.
beforeAll(async () => {
  all = await synthesise('sandbox', { 'repaint:allowedOrigins': 'https://edit.example' })
})

function only(type: string, stack: string): Record<string, unknown> {
  const found = ofType(all, type, stack)
  expect(found.map(({ logicalId }) => logicalId)).toHaveLength(1)
  return found[0]?.resource.Properties ?? {}
}

function lambda(name: string): Record<string, unknown> {
  const found = ofType(all, 'AWS::Lambda::Function').find(({ resource }) =>
    JSON.stringify(resource.Properties['Tags'] ?? []).includes(`"${name}"`),
  )
  return found?.resource.Properties ?? {}
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const actionsOf = ({ Action }: Statement) => [Action].flat()

test('no statement of any role has every resource', () => {
  const open = statementsOf(all).filter(({ statement }) =>
    [statement.Resource].flat().some((resource) => resource === '*'),
  )
  expect(open).toEqual([])
})

test('our own functions and signed-in people are granted named actions only', () => {
  const ours =
    /^(jobs|data)\/\w*(generat|image|picture|account|upload|export|document|sweep)|OwnKeys/i
  const statements = statementsOf(all).filter(({ at }) => ours.test(at))
  expect(statements.length).toBeGreaterThan(30)
  const vague = statements.filter(({ statement }) =>
    actionsOf(statement).some((action) => action.includes('*')),
  )
  expect(vague).toEqual([])
})

test('what a function is told is what its handler reads, setting by setting', () => {
  const deployment = readDeployment({ tryGetContext: () => undefined }, {})
  for (const name of Object.keys(needs) as FunctionName[]) {
    const { Variables } = lambda(kebab(name))['Environment'] as {
      Variables: Record<string, unknown>
    }
    const texts = Object.entries(Variables).map(([key, value]) => [key, readable(value)])
    const told = readNeeds(name, { ...Object.fromEntries(texts), AWS_REGION: 'eu-west-1' })
    expect({ ...deployment, name }).toMatchObject({ name, ...told.settings })
  }
})

test('a function that was not told something does not start', () => {
  expect(() => readNeeds('sweep', { AWS_REGION: 'eu-west-1' })).toThrow('leaseSeconds')
})

test('functions reach the API field by field', () => {
  const granted = statementsOf(all)
    .filter(({ statement }) => actionsOf(statement).includes('appsync:GraphQL'))
    .filter(({ at }) => /^(jobs|data)\//.test(at))
    .flatMap(({ statement }) => JSON.stringify(statement.Resource).match(/\/types\/[^"]*/g) ?? [])
  const wanted = Object.values(needs).flatMap(({ queries = [], mutations = [] }: Needs) => [
    ...queries.map((field) => `/types/Query/fields/${field}`),
    ...mutations.map((field) => `/types/Mutation/fields/${field}`),
  ])
  expect(granted.toSorted()).toEqual(wanted.toSorted())
})

test('one function asks what Bedrock knows of models, each by its own name', () => {
  const asks = statementsOf(all).filter(({ statement }) =>
    actionsOf(statement).includes('bedrock:GetFoundationModel'),
  )
  expect(asks.map(({ at }) => at)).toEqual([expect.stringMatching(/^jobs\/checkmodels/)])
  expect(JSON.stringify(asks[0]?.statement.Resource)).not.toContain('*')
})

describe('models', () => {
  const usWest = 'stability.stable-image-core-v1:1'
  const profile = 'us.stability.stable-image-inpaint-v1:0'
  const calls = () =>
    statementsOf(all).filter(({ statement }) =>
      actionsOf(statement).some((action) => action.startsWith('bedrock:Invoke')),
    )
  /** Each `region:account:resource`, with tokens by their names. */
  const resourcesOf = (statement: Statement | undefined) =>
    [statement?.Resource].flat().map((arn) => readable(arn).replace(/^arn:aws:bedrock:/, ''))

  test('are called by one function, by one action', () => {
    expect(calls().map(({ at }) => at.slice(0, 18))).toEqual([
      'jobs/rungeneration',
      'jobs/rungeneration',
    ])
    for (const { statement } of calls()) expect(statement.Action).toBe('bedrock:InvokeModel')
  })

  test('of the catalogue alone may be called, in the Region that is configured', () => {
    const direct = resourcesOf(calls()[0]?.statement)
    // Three of Stability's and Titan by their own ids; 13 services by their profiles. Nova is not
    // offered in us-west-2.
    expect(direct).toHaveLength(4 + 13)
    expect(direct).toContain(`us-west-2::foundation-model/${usWest}`)
    expect(direct).toContain(`us-west-2:AWS::AccountId:inference-profile/${profile}`)
    expect(direct.filter((each) => each.includes('*') || each.includes('nova'))).toEqual([])
  })

  test('behind a profile may be called in its Regions, through the profile alone', () => {
    const [, behind] = calls().map(({ statement }) => statement)
    const resources = resourcesOf(behind)
    expect(resources).toHaveLength(3 * 13)
    for (const region of ['us-east-1', 'us-east-2', 'us-west-2']) {
      expect(resources).toContain(`${region}::foundation-model/${profile.slice(3)}`)
    }
    expect(JSON.parse(readable(behind?.Condition))).toEqual({
      StringLike: {
        'bedrock:InferenceProfileArn': [
          'arn:aws:bedrock:us-west-2:AWS::AccountId:inference-profile/us.*',
        ],
      },
    })
  })

  test('leave the role’s policy below the 10,240 characters that IAM takes', () => {
    const inline = ofType(all, 'AWS::IAM::Policy', 'jobs')
      .filter(({ logicalId }) => logicalId.startsWith('rungeneration'))
      .map(({ resource }) => readable(resource.Properties['PolicyDocument']).length)
    expect(inline).toHaveLength(1)
    expect(inline[0]).toBeLessThan(10_240)
  })

  test('that the deployment prefers and allows are told to the function and to browsers', () => {
    const { Variables } = lambda('generate-image')['Environment'] as {
      Variables: Record<string, string>
    }
    expect(Variables).toMatchObject({
      modelRegions: 'us-west-2',
      preferredModels: '',
      allowedRetiredModels: '',
    })
  })
})

/** A value as text, with CloudFormation's joins done and its references by name. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value, (_key, each: unknown) => {
    const join = (each as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join']
    const reference = (each as { Ref?: string } | null)?.Ref
    return join ? join[1].map(readable).join(join[0]) : (reference ?? each)
  }).replace(/^"(.*)"$/, '$1')
}

test('people reach the objects under their own sub and nothing else', () => {
  const uploads = [
    's3:PutObject',
    's3:GetObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
  ]
  const own = statementsOf(all).filter(({ at }) => at.startsWith('auth/OwnKeys'))
  const byPath = own.map(({ statement }) => [
    JSON.stringify(statement.Resource).match(/\/(\w+\/\$\{[^}]*\}\/\*)/)?.[1],
    actionsOf(statement),
  ])
  expect(Object.fromEntries(byPath)).toEqual({
    'originals/${aws:PrincipalTag/sub}/*': uploads,
    'masks/${aws:PrincipalTag/sub}/*': uploads,
    'previews/${aws:PrincipalTag/sub}/*': ['s3:GetObject'],
    'results/${aws:PrincipalTag/sub}/*': ['s3:GetObject'],
    'exports/${aws:PrincipalTag/sub}/*': ['s3:GetObject'],
    'documents/${aws:PrincipalTag/sub}/*': ['s3:PutObject', 's3:GetObject'],
  })
})

test('the token’s sub becomes the tag that those paths name', () => {
  expect(only('AWS::Cognito::IdentityPoolPrincipalTag', 'auth')).toMatchObject({
    UseDefaults: false,
    PrincipalTags: { sub: 'sub' },
  })
  const trusts = ofType(all, 'AWS::IAM::Role', 'auth').map(({ resource }) =>
    JSON.stringify(resource.Properties['AssumeRolePolicyDocument']),
  )
  const signedIn = trusts.filter((trust) => trust.includes('"authenticated"'))
  expect(signedIn).toHaveLength(1)
  expect(signedIn[0]).toContain('sts:TagSession')
})

test('there are no guest identities', () => {
  expect(only('AWS::Cognito::IdentityPool', 'auth')).toMatchObject({
    AllowUnauthenticatedIdentities: false,
  })
})

test('people sign in by e-mail', () => {
  expect(only('AWS::Cognito::UserPool', 'auth')).toMatchObject({
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
  })
})

test('the API takes tokens of the user pool and signed requests, no key', () => {
  const api = only('AWS::AppSync::GraphQLApi', 'data')
  const more = (api['AdditionalAuthenticationProviders'] ?? []) as { AuthenticationType: string }[]
  expect([api['AuthenticationType'], ...more.map((each) => each.AuthenticationType)]).toEqual([
    'AMAZON_COGNITO_USER_POOLS',
    'AWS_IAM',
  ])
})

test('the bucket is private, encrypted, closed to plain HTTP, and open to configured origins', () => {
  expect(only('AWS::S3::Bucket', 'storage')).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ],
    },
    CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['https://edit.example'] }] },
    LifecycleConfiguration: {
      Rules: [
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        { Status: 'Enabled', Prefix: 'answers/', ExpirationInDays: 2 },
      ],
    },
  })
  expect(JSON.stringify(only('AWS::S3::BucketPolicy', 'storage'))).toContain(
    '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
  )
})

test('what people write, and nothing else, reaches the upload queue', () => {
  const { NotificationConfiguration: heard } = only('Custom::S3BucketNotifications', 'storage')
  const of = (prefix: string) => ({
    Events: ['s3:ObjectCreated:*'],
    Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
  })
  expect(heard).toMatchObject({
    QueueConfigurations: [of('originals/'), of('masks/'), of('documents/')],
  })
})

test('each queue is encrypted, TLS-only, and has dead letters with an alarm', () => {
  for (const [stack, pairs] of Object.entries({ storage: 1, queue: 3 })) {
    const queues = ofType(all, 'AWS::SQS::Queue', stack)
    expect(queues).toHaveLength(2 * pairs)
    for (const { resource } of queues) {
      expect(resource.Properties).toMatchObject({ SqsManagedSseEnabled: true })
    }
    const redriven = queues.filter(({ resource }) => resource.Properties['RedrivePolicy'])
    expect(redriven).toHaveLength(pairs)
    expect(ofType(all, 'AWS::SQS::QueuePolicy', stack)).toHaveLength(2 * pairs)
    for (const { resource } of ofType(all, 'AWS::SQS::QueuePolicy', stack)) {
      expect(JSON.stringify(resource.Properties)).toContain('aws:SecureTransport')
    }
    const alarms = ofType(all, 'AWS::CloudWatch::Alarm', stack)
    expect(alarms).toHaveLength(pairs)
    for (const { resource } of alarms) {
      const expected = { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 }
      expect(resource.Properties).toMatchObject(expected)
    }
  }
})

test('times stand in order: function, then visibility, then lease', () => {
  const visibility = (name: string) =>
    ofType(all, 'AWS::SQS::Queue')
      .filter(({ logicalId }) => logicalId.startsWith(name))
      .flatMap(({ resource }) => resource.Properties['VisibilityTimeout'] ?? [])[0]
  const worker = lambda('run-generation')
  const { Variables } = worker['Environment'] as { Variables: Record<string, string> }
  expect(worker['Timeout']).toBe(360)
  expect(visibility('generations')).toBe(420)
  expect(Number(Variables['leaseSeconds'])).toBe(480)
  expect(Number(Variables['modelSeconds']) * 2).toBeLessThan(360)
  expect([lambda('make-export')['Timeout'], visibility('exports')]).toEqual([360, 420])
  expect(lambda('ingest-upload')['Timeout']).toBe(120)
  expect(visibility('ingests')).toBe(180)
  expect(lambda('enqueue-upload')['Timeout']).toBe(30)
  expect(visibility('uploads')).toBe(60)
})

test('workers take one message at a time, bounded, and report each failure', () => {
  const sources = ofType(all, 'AWS::Lambda::EventSourceMapping', 'jobs')
  expect(sources).toHaveLength(4)
  for (const { resource } of sources) {
    expect(resource.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      // Of the ten functions that a new account runs at once, two are left for people's calls.
      ScalingConfig: { MaximumConcurrency: 2 },
    })
  }
})

test('functions of ours run on the newest Node, and every function has a log that ends', () => {
  const functions = ofType(all, 'AWS::Lambda::Function')
  for (const { resource } of functions) {
    expect(resource.Properties).toMatchObject({ LoggingConfig: { LogGroup: expect.anything() } })
  }
  for (const name of Object.keys(needs)) {
    expect([name, lambda(kebab(name))['Runtime']]).toEqual([name, 'nodejs24.x'])
  }
  const logs = ofType(all, 'AWS::Logs::LogGroup').map(({ resource }) => resource)
  expect(logs).toHaveLength(functions.length)
  for (const { Properties } of logs) expect(Properties).toMatchObject({ RetentionInDays: 30 })
})

test('what a function of the API refuses is no failure of the function', () => {
  const invoked = ofType(all, 'AWS::AppSync::FunctionConfiguration').filter(({ logicalId }) =>
    logicalId.startsWith('InvokeFn'),
  )
  expect(invoked).toHaveLength(11)
  for (const { resource } of invoked) {
    expect(resource.Properties).not.toHaveProperty('ResponseMappingTemplateS3Location')
    expect(resource.Properties['ResponseMappingTemplate']).toContain('$ctx.result.refusal.message')
  }
})

test('the sweep, the tidying and the check of the models run by themselves, not repeated on failure', () => {
  const schedules = ofType(all, 'AWS::Scheduler::Schedule', 'jobs').map(({ resource }) => resource)
  const paces = schedules.map(({ Properties }) => String(Properties['ScheduleExpression']))
  expect(paces.toSorted()).toEqual(['rate(1 day)', 'rate(1 hour)', 'rate(5 minutes)'])
  for (const { Properties } of schedules) {
    expect(Properties).toMatchObject({ Target: { RetryPolicy: { MaximumRetryAttempts: 0 } } })
  }
})

test('what people feel and what owners pay has an alarm, of this deployment alone', () => {
  const alarms = ofType(all, 'AWS::CloudWatch::Alarm', 'operations')
  expect(alarms.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '')).toSorted()).toEqual([
    'ApiFailures',
    'ApiRefusals',
    'FailedJobs',
    'ModelCallsDenied',
    'ModelsEndingSoon',
    'ModelsRetired',
    'OldestJob',
    'SignInFailures',
    'Spend',
  ])
  const own = alarms.map(({ resource }) => JSON.stringify(resource.Properties))
  const named = own.filter((text) => text.includes('"Namespace":"Repaint"'))
  expect(named).toHaveLength(6)
  for (const text of named)
    expect(text).toContain('"Name":"deployment","Value":"repaint/feature/x"')
})

test('what a month without use costs counts what there is', () => {
  const alarms = ofType(all, 'AWS::CloudWatch::Alarm').map(({ resource }) => resource.Properties)
  const looksAt = alarms.map(({ Metrics = [{ MetricStat: {} }] }) =>
    (Metrics as object[]).filter((each) => Object.hasOwn(each, 'MetricStat')),
  )
  expect(looksAt.flat()).toHaveLength(idle.alarmMetrics)
  expect(ofType(all, 'AWS::Lambda::EventSourceMapping')).toHaveLength(idle.queues)
})

test('every alarm, and its end, goes to the one topic, which CloudWatch and Budgets may publish to', () => {
  for (const { resource } of ofType(all, 'AWS::CloudWatch::Alarm')) {
    for (const list of ['AlarmActions', 'OKActions']) {
      expect(JSON.stringify(resource.Properties[list])).toMatch(/alertsAlerts\w+Ref/)
    }
  }
  const policy = JSON.stringify(only('AWS::SNS::TopicPolicy', 'alerts'))
  expect(policy).toContain('cloudwatch.amazonaws.com')
  expect(policy).toContain('budgets.amazonaws.com')
  expect(policy).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}')
})

test('marks of counted jobs, exports and trashed documents expire, and no other row does', () => {
  const expiring = ofType(all, 'Custom::AmplifyDynamoDBTable').filter(
    ({ resource }) => resource.Properties['timeToLiveSpecification'],
  )
  const rules = expiring.map(({ logicalId, resource: { Properties } }) => [
    logicalId,
    Properties['timeToLiveSpecification'],
  ])
  const rule = { attributeName: 'expiresAt', enabled: true }
  expect(Object.fromEntries(rules)).toEqual({
    DocumentTable: rule,
    ExportTable: rule,
    UsageTable: rule,
  })
})

test('every function of ours has an alarm on its errors', () => {
  const alarms = [
    ...ofType(all, 'AWS::CloudWatch::Alarm', 'data'),
    ...ofType(all, 'AWS::CloudWatch::Alarm', 'jobs'),
  ]
  const onErrors = alarms.filter(({ resource }) => resource.Properties['MetricName'] === 'Errors')
  const ours = Object.keys(needs).filter((name) => name !== 'admitPerson')
  expect(onErrors).toHaveLength(ours.length)
})

test('a developer’s deployment keeps nothing when it is deleted', () => {
  for (const { resource } of ofType(all, 'Custom::AmplifyDynamoDBTable')) {
    expect(resource['DeletionPolicy']).toBe('Delete')
    expect(resource.Properties['deletionProtectionEnabled']).not.toBe(true)
  }
})

test('CloudFormation publishes every type and property of a developer’s deployment', () => {
  expect(deviations(all)).toEqual([])
})

test('CloudFormation’s validator refuses no template of a developer’s deployment', async () => {
  const { backend } = await import('./backend.ts')
  expect(refusedIn(backend.stack)).toEqual([])
})

test('a template that CloudFormation would refuse is found, by both', async () => {
  const { backend } = await import('./backend.ts')
  const Type = 'AWS::SQS::Queue'
  const resource = { Type, Properties: { VisibilityTimeout: 'long', Colour: 'red' } }
  expect(deviations([{ stack: 'planted', logicalId: 'Queue', resource }])).toEqual([
    'planted/Queue (AWS::SQS::Queue).VisibilityTimeout: is no integer',
    'planted/Queue (AWS::SQS::Queue): Colour is unknown',
  ])
  const path = join(tmpdir(), 'planted.template.json')
  await writeFile(path, JSON.stringify({ Resources: { Queue: resource } }))
  expect(refusedOf([path], backend.stack).join()).toContain('Colour')
})
