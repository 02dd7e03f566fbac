import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError, orThrow } from '#domain/errors.ts'
import { extended } from '#domain/frame/plan-frame.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import type { Ability, ModelCard, ModelSize, Range } from '#domain/model/card.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { requestProblem } from '#domain/model/check.ts'
import { sizesOffered } from '#domain/model/size-rule.ts'
import { type Task, taskOf } from '#domain/model/task.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { type GenerationRequest, parseGenerationRequest } from '#domain/operation/request.ts'
import { prepareOperation } from '../../amplify/jobs/run/prepare-operation.ts'
import type { ModelCall } from '../../amplify/models/adapter.ts'
import { chooseAdapter } from '../../amplify/models/choose-adapter.ts'
import { createInstantEngine } from '../../sandbox/bedrock/engine/pool.ts'
import { models } from '../../sandbox/bedrock/models/table.ts'
import { aGeneration, aMaskKey, uuid } from '../builders/generation.ts'
import {
  anyPictureFile,
  boxIn,
  boxMask,
  decodeFile,
  openPictureWriter,
  type PictureFile,
} from '../builders/picture-file.ts'
import { putMask, putOriginal } from '../builders/uploads.ts'
import { wholeOf } from '../builders/whole.ts'
import { fakeEdges } from '../fakes/edges.ts'

/**
 * Two readings of one contract: whatever a card lets a person ask, of whatever picture, the model
 * server, which was written without the cards, takes; and its answer becomes a whole result.
 */

const pictured = { pictureId: uuid(100) }
const masked = { ...pictured, maskKey: aMaskKey }

/** What makes a request one of each task, but for its words and numbers. */
const shapes: Record<Task, object> = {
  TEXT_TO_IMAGE: { operation: 'TEXT_TO_IMAGE' },
  INPAINT: { operation: 'INPAINT', ...masked },
  ERASE: { operation: 'ERASE', ...masked },
  OUTPAINT: { operation: 'OUTPAINT', ...pictured },
  PRECISE_OUTPAINT: { operation: 'PRECISE_OUTPAINT', ...masked },
  VARIATION: { operation: 'VARIATION', ...pictured },
  BLEND: { operation: 'VARIATION', ...pictured, referenceIds: [uuid(101)] },
  REMOVE_BACKGROUND: { operation: 'REMOVE_BACKGROUND', ...pictured },
  COLOR_GUIDED: { operation: 'COLOR_GUIDED' },
  COLOR_GUIDED_BY_PICTURE: { operation: 'COLOR_GUIDED', ...pictured },
  STRUCTURE_EDGES: { operation: 'STRUCTURE', ...pictured, guide: 'EDGES' },
  STRUCTURE_REGIONS: { operation: 'STRUCTURE', ...pictured, guide: 'REGIONS' },
  REPLACE: { operation: 'REPLACE', ...pictured },
  RECOLOR: { operation: 'RECOLOR', ...pictured },
  STYLE_GUIDE: { operation: 'STYLE', stylePictureId: uuid(101) },
  STYLE_TRANSFER: { operation: 'STYLE', ...pictured, stylePictureId: uuid(101) },
  STYLE_PRESET: { operation: 'STYLE' },
  STYLE_PRESET_TRANSFER: { operation: 'STYLE', ...pictured },
  UPSCALE_FAST: { operation: 'UPSCALE', ...pictured, mode: 'FAST' },
  UPSCALE_CONSERVATIVE: { operation: 'UPSCALE', ...pictured, mode: 'CONSERVATIVE' },
  UPSCALE_CREATIVE: { operation: 'UPSCALE', ...pictured, mode: 'CREATIVE' },
  INSTRUCT: { operation: 'INSTRUCT', ...pictured },
}

const jobs = catalogue.flatMap((card) =>
  Object.entries(card.abilities).map(
    ([task, ability]) => [task as Task, card.name, { task: task as Task, card, ability }] as const,
  ),
)

/** Where in its range each field of a request is. */
type End = 'min' | 'max'

const at = (end: End, range: Range | undefined) => range?.[end]
const words = (end: End, range: Range | undefined) => range && 'w'.repeat(range[end])
/** What the schema of all requests takes (`request-fields.ts`), where a card allows more. */
const maxSearch = 2_000

const frames = fc
  .record({
    leftPx: fc.nat(200),
    rightPx: fc.nat(200),
    upPx: fc.nat(200),
    downPx: fc.nat(200),
  })
  .filter((frame) => Object.values(frame).some((px) => px > 0))

/** The smallest size that a card offers, or any. */
function sizesAt(end: End, sizes: Ability['sizes']): readonly (ModelSize | undefined)[] {
  if (!sizes) return [undefined]
  const bySize = sizesOffered(sizes).toSorted(
    (one, other) => one.widthPx * one.heightPx - other.widthPx * other.heightPx,
  )
  return end === 'min' ? bySize.slice(0, 1) : bySize
}

/** Every field that the card lists, at one end of its range, in any style. */
function fieldsOf(task: Task, ability: Ability, end: End): fc.Arbitrary<object> {
  const { sizes, colors, search, stylePresets = [] } = ability
  const fields = {
    prompt: words(end, ability.prompt),
    negativePrompt: words(end, ability.negativePrompt),
    search: words(end, search && { ...search, max: Math.min(search.max, maxSearch) }),
    seed: at(end, ability.seed),
    count: at(end, { min: 1, max: ability.images.perJob }),
    quality: ability.qualities.at(end === 'min' ? 0 : -1),
    strength: at(end, ability.strength),
    similarity: at(end, ability.similarity),
    creativity: at(end, ability.creativity),
    colors: colors && Array(colors[end]).fill('#8090a0'),
  }
  const extension = { frame: frames, edge: fc.constantFrom('EXACT', 'SEAMLESS') }
  return fc
    .record({
      size: fc.constantFrom(...sizesAt(end, sizes)),
      stylePreset: fc.constantFrom(...stylePresets, ...(isNamed(task) ? [] : [undefined])),
      ...(task === 'OUTPAINT' && extension),
    })
    .map(({ size, ...more }) => ({
      ...fields,
      ...more,
      ...(size && { widthPx: size.widthPx, heightPx: size.heightPx }),
    }))
}

const isNamed = (task: Task) => task.startsWith('STYLE_PRESET')

type Asked = { request: GenerationRequest; file: PictureFile; size: Size; box: Rect }

/** @returns what a person may ask, of a picture that their upload may have been */
function anythingOf(
  { task, ability }: { task: Task; ability: Ability },
  end: End,
): fc.Arbitrary<Asked> {
  const corners = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat())
  return fc
    .record({
      fields: fieldsOf(task, ability, end),
      picture: anyPictureFile({ min: 64, max: 256 }),
      corners,
    })
    .map(({ fields, picture: { file, size }, corners: of }) => {
      const given = Object.entries({ ...shapes[task], ...fields })
      const request = parseGenerationRequest(
        Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      )
      return { request, file, size, box: boxIn(size, of) }
    })
    .filter(({ box, size }) => box.width * box.height < size.width * size.height)
}

let writer: Awaited<ReturnType<typeof openPictureWriter>>

beforeAll(async () => {
  writer = await openPictureWriter()
})

afterAll(() => writer.close())

/** @returns the operation, or `undefined` when the person is told why this picture does not do */
async function prepare(card: ModelCard, { request, size, box }: Asked, source: Buffer) {
  orThrow(requestProblem(request, card))
  const edges = fakeEdges()
  const sourceKey = putOriginal(edges, source)
  const maskKey = putMask(edges, await boxMask(size, box))
  const asked = 'maskKey' in request ? { ...request, maskKey } : request
  const hasOther = 'referenceIds' in request || 'stylePictureId' in request
  const generation = aGeneration({
    ...asked,
    modelUsed: card.id,
    sourceKey: 'pictureId' in request && request.pictureId ? sourceKey : undefined,
    referenceKeys: hasOther ? [sourceKey] : undefined,
  })
  try {
    return await prepareOperation(edges, generation, { card, request: asked })
  } catch (error) {
    const isOfPicture = error instanceof AppError && error.code === 'INVALID_REQUEST'
    if (isOfPicture && ['frame', 'pictureId'].includes(error.field ?? '')) return undefined
    throw error
  }
}

/** What the model server answers to a body, as it crosses the wire. */
async function ask(card: ModelCard, { body }: ModelCall): Promise<unknown> {
  const sent = JSON.stringify(body)
  expect(sent.length).toBeLessThanOrEqual(25_000_000)
  const tools = { engine: createInstantEngine(), blocked: undefined, randomSeed: () => 7 }
  const answer = JSON.stringify(await models.get(card.id)?.invoke(JSON.parse(sent), tools))
  expect(answer.length).toBeLessThanOrEqual(25_000_000)
  return JSON.parse(answer)
}

/** Farther than this from a mask nothing changes, whatever the scale (`domain/mask/feather.ts`). */
const farPx = 64

/** How many pixels that had no part in the edit are not what they were. */
async function changedFar(asked: Asked, before: Buffer, after: Buffer): Promise<number> {
  const { request, box } = asked
  const [old, now] = [await decodeFile(before), await decodeFile(after)]
  const frame: Frame = 'frame' in request ? request.frame : noFrame
  const room = request.operation === 'OUTPAINT' ? roomIn(asked) : outside(box)
  let changed = 0
  for (let y = 0; y < old.height; y++) {
    for (let x = 0; x < old.width; x++) {
      if (!room(x, y)) continue
      const from = (y * old.width + x) * old.pixelBytes
      const to = ((y + frame.upPx) * now.width + x + frame.leftPx) * now.pixelBytes
      const end = from + old.pixelBytes
      if (old.data.compare(now.data, to, to + old.pixelBytes, from, end) !== 0) changed++
    }
  }
  return changed
}

const noFrame = { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 }

function outside(box: Rect) {
  return (x: number, y: number) =>
    x < box.x - farPx ||
    y < box.y - farPx ||
    x >= box.x + box.width + farPx ||
    y >= box.y + box.height + farPx
}

/** Of an exact extension every old pixel, of a seamless one those far from where it grows. */
function roomIn({ request, size }: Asked) {
  if (request.operation !== 'OUTPAINT' || request.edge === 'EXACT') return () => true
  const { leftPx, rightPx, upPx, downPx } = request.frame
  return (x: number, y: number) =>
    (leftPx === 0 || x >= farPx) &&
    (upPx === 0 || y >= farPx) &&
    (rightPx === 0 || x < size.width - farPx) &&
    (downPx === 0 || y < size.height - farPx)
}

const keeping = ['INPAINT', 'ERASE', 'PRECISE_OUTPAINT', 'OUTPAINT', 'REPLACE', 'RECOLOR']

describe.each(jobs)('%s by %s', (_task, _name, job) => {
  test.each(['min', 'max'] as const)(
    'takes the %s of all that its card offers',
    async (end) => {
      const { card, task } = job
      await fc.assert(
        fc.asyncProperty(anythingOf(job, end), async (asked) => {
          const { request, size } = asked
          expect(taskOf(request)).toBe(task)
          const source = await writer.write(asked.file)
          const prepared = await prepare(card, asked, source)
          if (!prepared) return
          const { operation, finish } = prepared
          const adapter = chooseAdapter(card)
          const calls = await adapter.requestBodies(operation)
          expect(calls.reduce((sum, { count }) => sum + count, 0)).toBe(request.count)
          // The bodies differ in their seeds alone; the first and the last have the outermost.
          for (const call of new Set([calls[0], calls.at(-1)])) {
            if (!call) continue
            const { images, blocked } = adapter.parseResponse(await ask(card, call), call)
            expect([images.length, blocked]).toEqual([call.count, undefined])
            const [image] = images
            if (!image || call !== calls[0]) continue
            const finished = await finish(image, call.seed ?? 0)
            const keeps = keeping.includes(request.operation)
            if (!keeps) continue
            const grown = 'frame' in request ? extended(size, request.frame) : size
            expect(finished).toMatchObject({ ...grown, changedOutside: 0 })
            if (request.operation === 'REPLACE' || request.operation === 'RECOLOR') continue
            const corner =
              'frame' in request ? { x: -request.frame.leftPx, y: -request.frame.upPx } : undefined
            const whole = await wholeOf(finished, source, corner)
            expect(await changedFar(asked, source, whole)).toBe(0)
          }
        }),
        { numRuns: 1, endOnFailure: true },
      )
    },
    120_000,
  )
})
