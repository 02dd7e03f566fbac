import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import { compositionOfResult } from '#domain/layer/result-composition.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { type Operation, operations } from '#domain/operation/table.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { readDeployment } from '../../amplify/deployment.ts'
import { readSettings } from '../../amplify/imaging/read-settings.ts'
import { sayText } from '../../src/i18n/say.ts'
import { type Backend, jobMs, startBackend, startMs, waitFor } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import {
  askForExport,
  endedExport,
  finished,
  generate,
  type Person,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const nova = 'amazon.nova-canvas-v1:0'
const core = 'stability.stable-image-core-v1:1'

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
    set: {
      modelRegions: unset.modelRegions.join(','),
      preferredModels: unset.preferredModels.join(','),
      allowedRetiredModels: unset.allowedRetiredModels.join(','),
      previewModels: unset.previewModels.join(','),
      imageEndpoints: unset.imageEndpoints,
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
    const job = await run(drawing)
    expect({ ...job, modelReason: sayText(job.modelReason) }).toMatchObject({
      status: 'SUCCEEDED',
      modelAsked: core,
      modelUsed: expect.not.stringContaining(core),
      modelReason: 'Stable Image Core was retired.',
      modelCalls: 1,
    })
    const { data } = await ann.ask(`query { getModelState(id: "${core}") { status } }`)
    expect(data?.['getModelState']).toEqual({ status: 'RETIRED' })
  })

  test('costs the next ones nothing either', { timeout: jobMs }, async () => {
    // Where a function still remembers it as alive, for a minute, its call is refused uncharged.
    const { modelUsed, modelCalls } = await run(drawing)
    expect(modelUsed).not.toBe(core)
    expect(modelCalls).toBe(1)
  })
})

describe('with nothing configured', () => {
  const frame = { leftPx: 40, rightPx: 0, upPx: 0, downPx: 0 }
  // Instructions are followed by models that a deployment adds (`own-models.test.ts`).
  const all = operations.filter((operation) => operation !== 'INSTRUCT')
  const asked = (): Record<Exclude<Operation, 'INSTRUCT'>, Record<string, unknown>> => {
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

  test.for(all)(
    '%s works, on a model that answers today',
    { timeout: jobMs },
    async (operation) => {
      const done = await run({ operation, ...asked()[operation] })
      expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: [{ status: 'SUCCEEDED' }] })
      expect([titan, nova, core]).not.toContain(done.modelUsed)
      const [output] = done.outputs ?? []
      const isDrawnByChance = !['REMOVE_BACKGROUND', 'UPSCALE'].includes(operation)
      expect(typeof output?.seed === 'number').toBe(isDrawnByChance)
      // The file says of itself what the record says, to whoever has it.
      const job = withoutNulls(done) as Generation
      const { seed, ...said } = (await settingsIn(await fileOf(job))) ?? {}
      expect(said).toMatchObject({ operation, model: done.modelUsed, madeAt: done.createdAt })
      expect(seed).toBe(output?.seed ?? undefined)
    },
  )

  /** Of a new picture the file that is stored, of an edit the one that is exported. */
  async function fileOf(job: Generation): Promise<string | undefined> {
    const [output] = job.outputs ?? []
    const composition = output?.patchKey && compositionOfResult(job, output)
    if (!composition) return output?.key
    const { key } = await endedExport(ann, await askForExport(ann, composition))
    return key
  }

  async function settingsIn(Key: string | undefined) {
    const Bucket = backend.outputs.storage.bucket_name
    const { Body } = await ann.s3.send(new GetObjectCommand({ Bucket, Key }))
    return readSettings((await sharp(await Body?.transformToByteArray()).metadata()).xmp)
  }
})

describe('the lines that functions print', () => {
  test('name a job from its acceptance to the call of its model', { timeout: jobMs }, async () => {
    const { id } = await run({ operation: 'TEXT_TO_IMAGE', prompt: words })
    const services = (await linesOf(id)).map((line) => /"service":"([\w-]+)"/.exec(line)?.[1])
    expect(new Set(services)).toEqual(new Set(['generate-image', 'run-generation']))
  })

  test('have no prompt, picture, token or link', async () => {
    const lines = await printed()
    expect(lines.length).toBeGreaterThan(30)
    const secrets = [
      /zanzibarine|quokkaesque/,
      /[A-Za-z0-9+/]{200}/,
      /eyJ[\w-]+\.[\w-]+\./,
      /X-Amz-(Signature|Credential|Security-Token)/i,
    ]
    for (const secret of secrets) expect(lines.filter((line) => secret.test(line))).toEqual([])
  })
})

/** All that functions printed so far. */
async function printed(): Promise<string[]> {
  const dir = join(backend.stateDir, 'logs')
  const files = await readdir(dir)
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')))
  return texts.flatMap((text) => text.split('\n')).filter((line) => line !== '')
}

/** The lines about one job, with the last that its worker prints. */
function linesOf(id: string): Promise<string[]> {
  return waitFor(`the lines of job ${id}`, async () => {
    const lines = (await printed()).filter((line) => line.includes(`"correlationId":"${id}"`))
    const isDone = (line: string) =>
      line.includes('"service":"run-generation"') && line.includes('"message":"finish work"')
    return lines.some(isDone) ? lines : undefined
  })
}
