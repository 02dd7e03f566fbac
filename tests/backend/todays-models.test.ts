import { randomUUID } from 'node:crypto'
import { SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Operation, operations } from '#domain/generation/operation.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { readDeployment } from '../../amplify/deployment.ts'
import { type Backend, deployed, jobMs, startBackend, startMs } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import { plantJob } from './permissions/plant.ts'
import {
  finished,
  generate,
  type Person,
  placeOf,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const nova = 'amazon.nova-canvas-v1:0'
const core = 'stability.stable-image-core-v1:1'
const large = 'stability.sd3-5-large-v1:0'

/** Words that are in no log unless a prompt is. */
const words = 'a zanzibarine lantern'
const sought = 'the quokkaesque boat'

let backend: Backend
let ann: Person
let picture: Picture
let mask: string

/** A deployment in the cloud for which nothing was configured; of its models one is just gone. */
beforeAll(async () => {
  const unset = readDeployment({ tryGetContext: () => undefined }, {})
  backend = await startBackend({
    environment: {
      REPAINT_MODEL_REGIONS: unset.modelRegions.join(','),
      REPAINT_PREFERRED_MODELS: unset.preferredModels.join(','),
      REPAINT_ALLOWED_RETIRED_MODELS: unset.allowedRetiredModels.join(','),
    },
    retiredFrom: { [titan]: 0, [nova]: 0, [core]: 0 },
  })
  ann = await signUpPerson(backend, 'ann')
  picture = await upload(backend, ann, { bytes: await noisePng({ width: 320, height: 320 }) })
  const edit = { x: 100, y: 100, width: 60, height: 60 }
  mask = await uploadMask(backend, ann, await maskOf({ width: 320, height: 320 }, edit))
}, startMs)

afterAll(() => backend?.close())

async function run(request: Record<string, unknown>) {
  const id = randomUUID()
  expect((await generate(ann, id, { count: 1, ...request })).errors).toEqual([])
  return finished(ann, id)
}

describe('a model that is found gone', () => {
  const drawing = { operation: 'TEXT_TO_IMAGE', prompt: words, model: core }

  test('is retired for all, and its job goes to another', { timeout: jobMs }, async () => {
    expect(await run(drawing)).toMatchObject({
      status: 'SUCCEEDED',
      modelAsked: core,
      modelUsed: expect.not.stringContaining(core),
      modelReason: 'Stable Image Core was retired.',
      modelCalls: 1,
    })
    const { data } = await ann.ask(`query { getModelState(id: "${core}") { status } }`)
    expect(data?.['getModelState']).toEqual({ status: 'RETIRED' })
  })

  test('is not called again', { timeout: jobMs }, async () => {
    const calls = backend.printed.filter((line) => line.includes(`"model":"${core}"`)).length
    expect(await run(drawing)).toMatchObject({ status: 'SUCCEEDED', modelAsked: core })
    const since = backend.printed.filter((line) => line.includes(`"model":"${core}"`)).length
    expect(since).toBe(calls)
  })
})

describe('with nothing configured', () => {
  const frame = { leftPx: 40, rightPx: 0, upPx: 0, downPx: 0 }
  const asked = (): Record<Operation, Record<string, unknown>> => {
    const pictured = { pictureId: picture.id }
    const masked = { ...pictured, maskKey: mask }
    const worded = { prompt: words, negativePrompt: words }
    return {
      TEXT_TO_IMAGE: worded,
      INPAINT: { ...worded, ...masked },
      ERASE: masked,
      OUTPAINT: { prompt: words, ...pictured, frame },
      PRECISE_OUTPAINT: { ...worded, ...masked },
      VARIATION: { ...worded, ...pictured },
      REMOVE_BACKGROUND: pictured,
      COLOR_GUIDED: { ...worded, colors: ['#102030'] },
      STRUCTURE: { ...worded, ...pictured, guide: 'EDGES' },
      REPLACE: { ...worded, ...pictured, search: sought },
      RECOLOR: { ...worded, ...pictured, search: sought },
      STYLE: { ...worded, stylePictureId: picture.id },
      UPSCALE: { ...pictured, mode: 'FAST' },
    }
  }

  test.for(operations)(
    '%s works, on a model that answers today',
    { timeout: jobMs },
    async (operation) => {
      const done = await run({ operation, ...asked()[operation] })
      expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: [{ status: 'SUCCEEDED' }] })
      expect([titan, nova, core]).not.toContain(done.modelUsed)
      const isDrawnByChance = !['REMOVE_BACKGROUND', 'UPSCALE'].includes(operation)
      expect(typeof done.outputs?.[0]?.seed === 'number').toBe(isDrawnByChance)
    },
  )
})

test(
  'a dead letter is seen, and sent again without harm as often as one likes',
  async () => {
    const id = await plantJob(backend, ann.sub, {
      modelUsed: large,
      widthPx: 1_024,
      heightPx: 1_024,
    })
    const sqs = new SQSClient({ ...placeOf(backend), credentials: backend.tools })
    const urls = deployed(backend, 'AWS::SQS::Queue').filter((url) => /\/generations/.test(url))
    const arnOf = (url: string | undefined) =>
      `arn:aws:sqs:${backend.region}:${String(url).split('/').slice(-2).join(':')}`
    const letters = urls.find((url) => /dead/.test(url))
    const queue = urls.find((url) => url !== letters)
    for (const round of ['first', 'again']) {
      await sqs.send(
        new SendMessageCommand({ QueueUrl: letters, MessageBody: JSON.stringify({ id }) }),
      )
      const page = await (await fetch(`${backend.endpoint}/_sandbox/queues`)).text()
      expect([round, page]).toEqual([round, expect.stringContaining(id)])
      const SourceArn = arnOf(letters)
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: arnOf(queue) }))
      expect(await finished(ann, id)).toMatchObject({
        status: 'SUCCEEDED',
        modelCalls: 1,
        attempt: 1,
      })
    }
  },
  2 * jobMs,
)

describe('the lines that functions print', () => {
  test('name a job from its acceptance to the call of its model', { timeout: jobMs }, async () => {
    const { id } = await run({ operation: 'TEXT_TO_IMAGE', prompt: words })
    const lines = backend.printed.filter((line) => line.includes(`"correlationId":"${id}"`))
    for (const found of [
      '"service":"generate-image"',
      '"message":"call model"',
      '"operation":"TEXT_TO_IMAGE"',
    ]) {
      expect(lines.filter((line) => line.includes(found))).not.toEqual([])
    }
  })

  test('have no prompt, picture, token or link', () => {
    expect(backend.printed.length).toBeGreaterThan(30)
    const secrets = [
      /zanzibarine|quokkaesque/,
      /[A-Za-z0-9+/]{200}/,
      /eyJ[\w-]+\.[\w-]+\./,
      /X-Amz-(Signature|Credential|Security-Token)/i,
    ]
    for (const secret of secrets) {
      expect(backend.printed.filter((line) => secret.test(line))).toEqual([])
    }
  })
})
