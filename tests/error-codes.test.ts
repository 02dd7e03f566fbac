import { expect, test } from 'vitest'
import * as z from 'zod'
import { type ErrorCode, errorCodes, wireErrorSchema } from '#domain/errors.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { assertOwnKey, maskKey } from '#domain/object-key.ts'
import { parseGenerationRequest } from '#domain/operation/request.ts'
import { inspectImage } from '../amplify/imaging/inspect-image.ts'
import { acceptGeneration } from '../amplify/jobs/accept-generation.ts'
import { cancelGeneration } from '../amplify/jobs/cancel-generation.ts'
import { checkMaskHeader } from '../amplify/jobs/mask-header.ts'
import { runGeneration } from '../amplify/jobs/run-generation.ts'
import { readFailure } from '../amplify/models/read-failure.ts'
import { resolver } from '../amplify/observability/handle.ts'
import { toAppError } from '../src/backend/errors.ts'
import { t } from '../src/i18n/language.ts'
import { ada, aGeneration, bob, noon, titan, uuid } from './builders/generation.ts'
import { limitsOf } from './builders/limits.ts'
import { fakeEdges } from './fakes/edges.ts'

const id = generationIdSchema.parse(uuid(1))
const words = { operation: 'TEXT_TO_IMAGE', prompt: 'a lighthouse', count: 1, model: titan }
const access = { modelRegions: ['us-east-1'], preferredModels: [], allowedRetiredModels: [titan] }
const settings = {
  access,
  limits: limitsOf(),
  leaseSeconds: 60,
  modelSeconds: 10,
  runSeconds: 40,
  backoffSeconds: 10,
  backoffCapSeconds: 40,
  lifetimeSeconds: 3_600,
  storedBytes: 1_000_000,
}

/** What a request for an image is refused with. */
function accept(more: object, of: Partial<typeof settings> = {}, edges = fakeEdges()) {
  const request = parseGenerationRequest({ ...words, ...more })
  const asked = { owner: ada, id, request, requestId: 'request-1' }
  return acceptGeneration(edges, { ...settings, ...of }, asked)
}

/** How a job ends whose model fails this way each time, when it was tried often. */
async function run(
  failure: { name: string; status: number; message?: string },
  overrides: object = {},
) {
  const edges = fakeEdges()
  edges.generations.rows.set(id, aGeneration(overrides))
  await edges.usage.reserveOnce(aGeneration(overrides), limitsOf())
  const read = readFailure({ message: 'no', ...failure })
  edges.models.answers = [{ kind: 'FAILED', failure: read, log: failure.name }]
  await runGeneration(edges, settings, { id, tries: 5, turns: 0 })
  return edges.generations.rows.get(id)
}

async function withheld() {
  const edges = fakeEdges()
  edges.generations.rows.set(id, aGeneration())
  await edges.usage.reserveOnce(aGeneration(), limitsOf())
  edges.models.answers = [{ kind: 'ANSWERED', body: { images: [], error: 'filtered' } }]
  await runGeneration(edges, settings, { id, tries: 0, turns: 0 })
  return edges.generations.rows.get(id)
}

/** What a client gets of a call of the API. */
const answerOf = (identity: object | null, work: () => Promise<unknown>) =>
  resolver(
    { name: 'test', arguments: z.object({}), rate: { take: () => Promise.resolve() } },
    work,
  )({ identity, arguments: {} }, { awsRequestId: 'r' })

/** How each code comes about, by our own code. */
const causes = {
  INVALID_REQUEST: () => accept({ count: 0 }),
  UNAUTHENTICATED: () => answerOf(null, () => Promise.resolve()),
  FORBIDDEN: () => assertOwnKey(maskKey(bob, 'a'.repeat(64)), 'masks', { owner: ada }),
  NOT_FOUND: () => cancelGeneration(fakeEdges(), ada, id),
  CONFLICT: async () => {
    const edges = fakeEdges()
    await accept({}, {}, edges)
    return accept({ prompt: 'another' }, {}, edges)
  },
  INVALID_IMAGE: () => inspectImage(Buffer.from('no image')),
  INVALID_MASK: () => checkMaskHeader(undefined, { x: 0, y: 0, width: 1, height: 1 }),
  QUOTA_EXCEEDED: () =>
    accept({ count: 2 }, { limits: limitsOf({ all: { images: 1, costMicros: 1_000_000 } }) }),
  UNSUPPORTED: () => accept({ operation: 'DANCE' }),
  MODEL_RETIRED: () => accept({}, { access: { ...access, allowedRetiredModels: [] } }),
  MODEL_UNAVAILABLE: () => run({ name: 'InternalServerException', status: 500 }),
  THROTTLED: () =>
    run(
      { name: 'ThrottlingException', status: 429 },
      { deadline: new Date(noon + 5_000).toISOString() },
    ),
  BLOCKED_PROMPT: () =>
    run({
      name: 'ValidationException',
      status: 400,
      message: 'Your request was blocked by our content filters. Adjust the text prompt.',
    }),
  BLOCKED_INPUT: () =>
    run({
      name: 'ValidationException',
      status: 400,
      message: 'Your request was blocked by our content filters. Adjust the input image.',
    }),
  BLOCKED_OUTPUT: withheld,
  TIMED_OUT: () => run({ name: 'ModelTimeoutException', status: 408 }),
  CANCELLED: () => {
    const edges = fakeEdges()
    edges.generations.rows.set(id, aGeneration())
    return cancelGeneration(edges, ada, id)
  },
  OFFLINE: () => toAppError(new TypeError('Failed to fetch')),
  INTERNAL: () => answerOf({ sub: ada }, () => Promise.reject(new Error('a surprise'))),
} satisfies Record<ErrorCode, () => unknown>

const anyCodeSchema = z.union([
  z.object({ code: z.string() }).transform(({ code }) => code),
  z.object({ errorCode: z.string() }).transform(({ errorCode }) => errorCode),
])

const refusalSchema = z
  .object({ refusal: z.object({ message: z.string() }) })
  .transform(({ refusal }) => refusal.message)

test('every code has a way in which it comes about', () => {
  expect(Object.keys(causes).toSorted()).toEqual([...errorCodes].toSorted())
})

test.each(errorCodes)('%s comes about, and says what to do next', async (code) => {
  const seen = await Promise.resolve()
    .then(causes[code])
    .catch((error: unknown) => error)
  // What a resolver throws or refuses carries its code in a message, as it crosses the wire.
  const message = refusalSchema.safeParse(seen).data ?? (seen instanceof Error ? seen.message : '')
  const wire = message.startsWith('{') ? message : undefined
  const found = wire ? wireErrorSchema.parse(JSON.parse(wire)).code : anyCodeSchema.parse(seen)
  expect(found).toBe(code)
  expect(t.errors[code]).toMatch(/^[A-Z].{10,}\.$/)
})
