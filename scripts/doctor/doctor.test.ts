import { afterEach, expect, test } from 'vitest'
import { type Prepared, serveAccount } from '../../sandbox/account/account.fixture.ts'
import { planOf } from '../clean-up/plan.ts'
import { remove } from '../clean-up/remove.ts'
import { openClients } from './clients.ts'
import { findingsOf } from './findings.ts'
import { findRemains } from './left-behind.ts'
import { readAccount } from './read-account.ts'
import { type Branch, deploymentOf, rootStackOf, wantedOf } from './subject.ts'

const core = 'stability.stable-image-core-v1:1'
const main = { appId: 'd1', name: 'main' }
const rootStack = rootStackOf(main)
/** A deployment with nothing to say of itself. */
const complete = {
  REPAINT_SIGN_UP: 'everyone',
  REPAINT_ALARM_EMAIL: 'owner@example.org',
  REPAINT_MAIL_FROM: 'codes@example.org',
}
const verified = { identities: { 'example.org': true } }

let served: Awaited<ReturnType<typeof serveAccount>> | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

/** What an account in some state makes the doctor say. */
async function examine(
  prepared: Prepared,
  of: {
    environment?: Record<string, string>
    branch?: Branch
    node?: string
    region?: string | undefined
  } = {},
): Promise<string[]> {
  served = await serveAccount(prepared)
  const { branch = main, node = '22.12.0' } = of
  const region = 'region' in of ? of.region : 'us-east-1'
  const deployment = deploymentOf(branch, { ...complete, ...of.environment })
  const clients = openClients(region ?? 'us-east-1', served.client)
  const account = await readAccount(clients, wantedOf(deployment, branch, '2026-11-30'))
  const findings = findingsOf({ deployment, branch, node, region }, account)
  return findings.map(({ level, says, mend }) => `${level} ${says} ${mend}`)
}

test('an account that has all has nothing to hear', async () => {
  expect(await examine(verified)).toEqual([])
})

test('without credentials it says how to get them, and asks no further', async () => {
  expect(await examine({ isUnknown: true })).toEqual([
    'MISSING No AWS credentials answer. aws login, or aws configure sso, then export AWS_PROFILE=…',
  ])
})

test('an old Node and a missing Region are named', async () => {
  expect(await examine(verified, { node: '18.20.4', region: undefined })).toEqual([
    'MISSING Node 18.20.4 is too old for the packages of the lockfile. nvm install 22',
    'MISSING No Region is set for the backend. export AWS_REGION=eu-west-1',
  ])
})

test('an account that was never bootstrapped is told how', async () => {
  expect(await examine({ ...verified, stacks: [] })).toEqual([
    'MISSING The account 000000000000 is not prepared for CDK in us-east-1. npx aws-cdk@2 bootstrap aws://000000000000/us-east-1',
  ])
})

test('a model that nobody subscribed to is named with the command that subscribes', async () => {
  const [said, ...more] = await examine({ ...verified, withoutAgreement: [core] })
  expect(more).toEqual([])
  expect(said).toContain('has not subscribed to Stable Image Core in us-west-2')
  expect(said).toContain(
    `aws bedrock create-foundation-model-agreement --region us-west-2 --model-id ${core} --offer-token`,
  )
})

test('ten functions at once suffice for the defaults, and not for more jobs', async () => {
  const name = 'Concurrent executions'
  const quotas = [{ service: 'lambda', code: 'L-B99A9384', name, value: 10 }]
  expect(await examine({ ...verified, quotas })).toEqual([])
  await served?.close()
  const environment = { REPAINT_CONCURRENCY: '5' }
  expect(await examine({ ...verified, quotas }, { environment })).toEqual([
    "MISSING The account runs 10 functions at once; workers alone may take 11, and people's calls then fail. aws service-quotas request-service-quota-increase --region us-east-1 --service-code lambda --quota-code L-B99A9384 --desired-value 1000",
  ])
})

test('a model of which the account takes less is told to the deployment, beside what it says already', async () => {
  const requests = 'InvokeModel requests per minute for'
  const quotas = [
    { service: 'bedrock', code: 'L-1', name: `On-demand ${requests} Stable Image Core`, value: 3 },
    {
      service: 'bedrock',
      code: 'L-2',
      name: `Cross-Region ${requests} Stable Image Inpaint`,
      value: 500,
    },
  ]
  const environment = { REPAINT_REQUESTS_PER_MINUTE: '*=50' }
  expect(await examine({ ...verified, quotas }, { environment })).toEqual([
    `WARNING The account takes fewer requests a minute than the deployment counts on: Stable Image Core 3. export REPAINT_REQUESTS_PER_MINUTE='*=50,${core}=3'`,
  ])
})

test('Cognito’s own mails are few', async () => {
  const [said] = await examine({}, { environment: { REPAINT_MAIL_FROM: '' } })
  expect(said).toContain('WARNING Cognito mails 50 codes a day by itself')
})

test('an address is to be verified, and the account out of the sandbox of SES', async () => {
  const said = await examine({ identities: {}, mailsEverybody: false })
  expect(said).toHaveLength(2)
  expect(said[0]).toContain(
    'aws sesv2 create-email-identity --region us-east-1 --email-identity example.org',
  )
  expect(said[1]).toContain(
    'aws sesv2 put-account-details --region us-east-1 --production-access-enabled',
  )
})

test('a branch with capitals is told its address', async () => {
  const branch = { appId: 'd1', name: 'Feature/Big_Brush' }
  expect(await examine(verified, { branch })).toEqual([
    'WARNING The branch Feature/Big_Brush has the address https://feature-big-brush.d1.amplifyapp.com, and links are to be written so. git branch -m feature-big-brush',
  ])
})

test('a deployment that lets nobody in, and mails alarms to nobody, says so', async () => {
  const environment = { REPAINT_SIGN_UP: 'closed', REPAINT_ALARM_EMAIL: '' }
  expect(await examine(verified, { environment })).toEqual([
    'WARNING Nobody can sign up: the deployment does not say who may. export REPAINT_SIGN_UP=you@example.com',
    'WARNING Alarms are mailed to nobody. export REPAINT_ALARM_EMAIL=you@example.com',
  ])
})

/** A first deployment that failed, of which one bucket was removed since; and another app's. */
const failed: Prepared = {
  ...verified,
  things: ['left-1', 'table-1', 'pool_1'],
  stacks: [
    { name: 'CDKToolkit', status: 'CREATE_COMPLETE', resources: [] },
    { name: rootStack, status: 'ROLLBACK_COMPLETE', resources: [] },
    {
      name: `${rootStack}-storage-NestedStack`,
      status: 'DELETE_COMPLETE',
      resources: [
        { type: 'AWS::S3::Bucket', physicalId: 'left-1', status: 'DELETE_SKIPPED' },
        { type: 'AWS::S3::Bucket', physicalId: 'removed-2', status: 'DELETE_SKIPPED' },
        { type: 'Custom::AmplifyDynamoDBTable', physicalId: 'table-1', status: 'DELETE_SKIPPED' },
        { type: 'AWS::Cognito::UserPool', physicalId: 'pool_1', status: 'DELETE_SKIPPED' },
        { type: 'AWS::SQS::Queue', physicalId: 'queue', status: 'DELETE_COMPLETE' },
      ],
    },
    {
      name: 'amplify-d2-main-branch-0',
      status: 'DELETE_COMPLETE',
      resources: [{ type: 'AWS::S3::Bucket', physicalId: 'left-1', status: 'DELETE_SKIPPED' }],
    },
  ],
}

test('what a failed first deployment left is named, as long as it is there', async () => {
  expect(await examine(failed)).toEqual([
    'WARNING Deployments that failed or were deleted left behind: left-1, table-1, pool_1. npm run clean-up -- --app-id d1 --branch main',
  ])
})

test('what a stack that is there holds was not left, though a stack before it says so', async () => {
  const held = { type: 'Custom::AmplifyDynamoDBTable', physicalId: 'table-1' }
  const living = {
    name: `${rootStack}-data-NestedStack`,
    status: 'UPDATE_COMPLETE',
    resources: [{ ...held, status: 'CREATE_COMPLETE' }],
  }
  served = await serveAccount({ ...failed, stacks: [...(failed.stacks ?? []), living] })
  const remains = await findRemains(openClients('us-east-1', served.client), rootStack)
  expect(remains.living).toEqual([living.name])
  expect(remains.kept.map(({ id }) => id)).toEqual(['left-1', 'pool_1'])
})

test('clean-up names what is left, and removes it only when it is told to', async () => {
  served = await serveAccount(failed)
  const clients = openClients('us-east-1', served.client)
  const remains = await findRemains(clients, rootStack)
  expect(planOf(remains, false)).toEqual({
    lines: [
      'This would remove, with all that is in it:',
      '  bucket left-1',
      '  table table-1',
      '  user pool pool_1',
      'Add --yes to remove it for good.',
    ],
    removes: [],
  })
  for (const each of planOf(remains, true).removes) await remove(clients, each)
  expect([...served.things]).toEqual([])
  expect(planOf(await findRemains(clients, rootStack), false).lines).toEqual([
    'Deployments of the branch left nothing behind.',
  ])
})
