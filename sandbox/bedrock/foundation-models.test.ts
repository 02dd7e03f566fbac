import {
  type BedrockClient,
  BedrockServiceException,
  GetFoundationModelCommand,
  ListFoundationModelsCommand,
  type ListFoundationModelsCommandInput,
} from '@aws-sdk/client-bedrock'
import { afterEach, expect, test } from 'vitest'
import { type Served, serveBedrock } from './bedrock.fixture.ts'

const titan = 'amazon.titan-image-generator-v2:0'
let served: Served

afterEach(() => served.close())

async function get(client: BedrockClient, modelIdentifier: string) {
  try {
    const { modelDetails } = await client.send(new GetFoundationModelCommand({ modelIdentifier }))
    return modelDetails
  } catch (error) {
    if (!(error instanceof BedrockServiceException)) throw error
    return { status: error.$metadata.httpStatusCode, error: error.name }
  }
}

async function idsOf(client: BedrockClient, filter: ListFoundationModelsCommandInput = {}) {
  const { modelSummaries = [] } = await client.send(new ListFoundationModelsCommand(filter))
  return modelSummaries.map(({ modelId }) => modelId)
}

test('a model is told with its Region, its ways to be called and its life', async () => {
  served = await serveBedrock()
  expect(await get(served.control('us-west-2'), titan)).toEqual({
    modelArn: `arn:aws:bedrock:us-west-2::foundation-model/${titan}`,
    modelId: titan,
    modelName: 'Titan Image Generator G1 v2',
    providerName: 'Amazon',
    inputModalities: ['TEXT', 'IMAGE'],
    outputModalities: ['IMAGE'],
    responseStreamingSupported: false,
    customizationsSupported: ['FINE_TUNING'],
    inferenceTypesSupported: ['ON_DEMAND', 'PROVISIONED'],
    modelLifecycle: { status: 'ACTIVE' },
  })
  const arn = `arn:aws:bedrock:us-east-1::foundation-model/${titan}`
  expect(await get(served.control(), arn)).toMatchObject({ modelId: titan })
  const erase = await get(served.control(), 'stability.stable-image-erase-object-v1:0')
  expect(erase).toMatchObject({ inferenceTypesSupported: ['INFERENCE_PROFILE'] })
})

test('what a Region does not have is not found there', async () => {
  served = await serveBedrock()
  const asked: [string, string][] = [
    [titan, 'us-east-2'],
    ['stability.sd3-5-large-v1:0', 'us-east-1'],
    ['us.stability.stable-image-erase-object-v1:0', 'us-east-1'],
    ['amazon.nova-canvas-v2:0', 'us-east-1'],
  ]
  const answers = await Promise.all(asked.map(([id, region]) => get(served.control(region), id)))
  const missing = { status: 404, error: 'ResourceNotFoundException' }
  expect(answers).toEqual(asked.map(() => missing))
})

test('a list is of the Region of its signature, whole or filtered', async () => {
  served = await serveBedrock()
  const east = served.control('us-east-1')
  const counts = await Promise.all(
    ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-north-1'].map(
      async (region) => (await idsOf(served.control(region))).length,
    ),
  )
  // Titan in two, Nova in two of these; 13 services in the three of the US; 3 generators in one.
  expect(counts).toEqual([15, 13, 17, 1, 0])
  expect(await idsOf(east, { byProvider: 'Amazon' })).toEqual([titan, 'amazon.nova-canvas-v1:0'])
  expect(await idsOf(east, { byProvider: 'Stability AI' })).toHaveLength(13)
  expect(await idsOf(east, { byInferenceType: 'ON_DEMAND' })).toHaveLength(2)
  expect(await idsOf(east, { byOutputModality: 'TEXT' })).toEqual([])
  expect(await idsOf(east, { byCustomizationType: 'FINE_TUNING' })).toHaveLength(2)
  await expect(idsOf(east, { byOutputModality: 'SOUND' as 'TEXT' })).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

test('on the published dates a model turns legacy, then calls end and it is in no list', async () => {
  let now = Date.UTC(2025, 11, 29)
  served = await serveBedrock({ clock: () => now, retiredFrom: 'published' })
  const dates = {
    legacyTime: new Date('2025-12-30T00:00:00Z'),
    endOfLifeTime: new Date('2026-06-30T00:00:00Z'),
  }
  const body = { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'the sea' } }
  const client = served.control()
  expect(await get(client, titan)).toMatchObject({ modelLifecycle: { status: 'ACTIVE', ...dates } })
  now = Date.UTC(2025, 11, 30)
  expect(await get(client, titan)).toMatchObject({ modelLifecycle: { status: 'LEGACY', ...dates } })
  expect((await served.invoke(titan, body)).status).toBe(200)
  now = Date.UTC(2026, 5, 30)
  const { status, error, message } = await served.invoke(titan, body)
  expect([status, error]).toEqual([404, 'ResourceNotFoundException'])
  expect(message).toContain('reached the end of its life')
  expect(await get(client, titan)).toEqual({ status: 404, error: 'ResourceNotFoundException' })
  expect(await idsOf(client)).not.toContain(titan)
})

test('a life of one’s own has any of its dates', async () => {
  const life = {
    startOfLife: 1_000,
    legacyFrom: 2_000,
    extendedAccessFrom: 3_000,
    endOfLife: 4_000,
  }
  served = await serveBedrock({ clock: () => 3_500, retiredFrom: { [titan]: life } })
  expect(await get(served.control(), titan)).toMatchObject({
    modelLifecycle: {
      status: 'LEGACY',
      startOfLifeTime: new Date(1_000),
      legacyTime: new Date(2_000),
      publicExtendedAccessTime: new Date(3_000),
      endOfLifeTime: new Date(4_000),
    },
  })
  expect(await idsOf(served.control())).toContain('amazon.nova-canvas-v1:0')
})

test('an unsigned request is refused', async () => {
  served = await serveBedrock()
  const endpoint = await served.control().config.endpoint?.()
  for (const path of ['/foundation-models', `/foundation-models/${titan}`]) {
    const url = `${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}${path}`
    const response = await fetch(url)
    const type = response.headers.get('x-amzn-errortype')
    expect([response.status, type]).toEqual([403, 'MissingAuthenticationTokenException'])
  }
})

test('each operation is allowed by its own action', async () => {
  const arn = `arn:aws:bedrock:us-east-1::foundation-model/${titan}`
  served = await serveBedrock({
    statements: [{ Effect: 'Allow', Action: 'bedrock:GetFoundationModel', Resource: arn }],
  })
  const client = served.control()
  expect(await get(client, titan)).toMatchObject({ modelId: titan })
  expect(await get(client, 'amazon.nova-canvas-v1:0')).toEqual({
    status: 403,
    error: 'AccessDeniedException',
  })
  await expect(idsOf(client)).rejects.toMatchObject({ name: 'AccessDeniedException' })
})
