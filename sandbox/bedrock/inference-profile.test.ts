import { afterEach, expect, test } from 'vitest'
import type { PolicyStatement } from '../iam/policy.ts'
import { motley, type Served, serveBedrock } from './bedrock.fixture.ts'

const erase = 'us.stability.stable-image-erase-object-v1:0'
let served: Served

afterEach(() => served.close())

const image = await motley(64, 64)
const profile = `arn:aws:bedrock:us-east-1:000000000000:inference-profile/${erase}`
const modelIn = (region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/${erase.replace('us.', '')}`
const everywhere = ['us-east-1', 'us-east-2', 'us-west-2'].map(modelIn)
const invokes = (Resource: readonly string[], Condition?: PolicyStatement['Condition']) => ({
  Effect: 'Allow' as const,
  Action: 'bedrock:InvokeModel',
  Resource,
  ...(Condition && { Condition }),
})
const through = (arnOfProfile: string) => ({
  StringEquals: { 'bedrock:InferenceProfileArn': arnOfProfile },
})

test.each<[string, readonly PolicyStatement[], number]>([
  ['the profile and the model in each Region', [invokes([profile, ...everywhere])], 200],
  ['the profile alone', [invokes([profile])], 403],
  ['the model alone', [invokes(everywhere)], 403],
  ['the profile and two Regions of three', [invokes([profile, ...everywhere.slice(1)])], 403],
  [
    'the model through this profile only',
    [invokes([profile]), invokes(everywhere, through(profile))],
    200,
  ],
  [
    'the model through another profile only',
    [invokes([profile]), invokes(everywhere, through(`${profile}x`))],
    403,
  ],
])('a role with %s is answered as AWS would', async (_, statements, status) => {
  served = await serveBedrock({ statements })
  expect((await served.invoke(erase, { image })).status).toBe(status)
})
