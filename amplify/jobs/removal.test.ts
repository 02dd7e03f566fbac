import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { documentIdSchema, generationIdSchema, pictureIdSchema } from '#domain/ids.ts'
import { aDocument } from '../../tests/builders/document.ts'
import { anExport } from '../../tests/builders/export.ts'
import {
  ada,
  aGeneration,
  aMaskKey,
  aPicture,
  bob,
  noon,
  uuid,
} from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { cancelGeneration } from './cancel-generation.ts'
import { deleteAccount } from './delete-account.ts'
import { removeDocuments } from './remove-documents.ts'
import { removeGenerations } from './remove-generations.ts'
import { removePictures } from './remove-pictures.ts'
import { trashDocuments } from './trash-documents.ts'

const limits = limitsOf({ all: { images: 10, costMicros: 1_000_000 } })
const job = (n: number) => generationIdSchema.parse(uuid(n))
const document = (n: number) => documentIdSchema.parse(uuid(n))
const pictureId = (n: number) => pictureIdSchema.parse(uuid(n))

/** Job n made picture 200 + n from the upload 100, with the same mask as every other. */
function finished(edges: ReturnType<typeof fakeEdges>, n: number, overrides = {}) {
  const [key, previewKey, thumbnailKey] = [
    `results/${ada}/${uuid(n)}/0.png`,
    `previews/${ada}/${uuid(n)}-0-preview.webp`,
    `previews/${ada}/${uuid(n)}-0-thumbnail.webp`,
  ]
  const keys = { key, previewKey, thumbnailKey }
  const made = { index: 0, status: 'SUCCEEDED', pictureId: uuid(200 + n), ...keys }
  const done = { status: 'SUCCEEDED', open: undefined, maskKey: aMaskKey, outputs: [made] }
  edges.generations.rows.set(uuid(n), aGeneration({ id: uuid(n), ...done, ...overrides }))
  const origin = { origin: 'GENERATION', generationId: uuid(n), ...keys }
  edges.pictures.rows.set(uuid(200 + n), aPicture({ id: uuid(200 + n), ...origin }))
  for (const each of [key, previewKey, thumbnailKey, aMaskKey])
    edges.objects.put(each, Buffer.of(1))
}

const keysOf = (edges: ReturnType<typeof fakeEdges>) => [...edges.objects.stored.keys()]

test('removing a job removes its results, its picture and its mask', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  expect(await removeGenerations(edges, ada, [job(1), job(1), job(9)])).toEqual([uuid(1)])
  expect([edges.generations.rows.size, edges.pictures.rows.size, keysOf(edges)]).toEqual([0, 0, []])
})

test('a mask and a result that another job needs stay', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  finished(edges, 2, { pictureId: uuid(201) })
  await removeGenerations(edges, ada, [job(1)])
  expect([...edges.pictures.rows.keys()]).toEqual([uuid(201), uuid(202)])
  expect(keysOf(edges)).toContain(aMaskKey)
  expect(keysOf(edges)).toContain(`results/${ada}/${uuid(1)}/0.png`)
})

test('a favourite stays when its history entry goes', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  edges.pictures.rows.set(uuid(201), {
    ...aPicture(edges.pictures.rows.get(uuid(201))),
    favourite: true,
  })
  await removeGenerations(edges, ada, [job(1)])
  expect(edges.pictures.rows.size).toBe(1)
  expect(keysOf(edges)).toContain(`results/${ada}/${uuid(1)}/0.png`)
})

test('removing a queued job gives its quota back', async () => {
  const edges = fakeEdges()
  const generation = aGeneration()
  edges.generations.rows.set(generation.id, generation)
  await edges.usage.reserveOnce(generation, limits)
  await removeGenerations(edges, ada, [job(1)])
  expect([edges.usage.images, edges.generations.rows.size]).toEqual([0, 0])
})

test('removing a job that waits with something paid for keeps its whole quota used', async () => {
  const edges = fakeEdges()
  const generation = aGeneration({ status: 'WAITING', modelCalls: 1, count: 2 })
  edges.generations.rows.set(generation.id, generation)
  await edges.usage.reserveOnce(generation, limits)
  await removeGenerations(edges, ada, [job(1)])
  expect([edges.usage.images, edges.generations.rows.size]).toEqual([2, 0])
})

test('nobody removes or cancels what is another’s, nor learns that it exists', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  expect(await removeGenerations(edges, bob, [job(1)])).toEqual([])
  expect(await removePictures(edges, bob, [pictureId(201)])).toEqual([])
  edges.documents.rows.set(uuid(700), aDocument())
  expect(await removeDocuments(edges, bob, [document(700)])).toEqual([])
  expect(edges.documents.rows.size).toBe(1)
  const code = (id: number) =>
    cancelGeneration(edges, bob, job(id)).catch((error: unknown) => (error as AppError).toWire())
  expect(await code(1)).toEqual(await code(9))
  expect([edges.generations.rows.size, edges.pictures.rows.size]).toEqual([1, 1])
})

test('removing an upload removes its objects and cancels what works on it', async () => {
  const edges = fakeEdges()
  const picture = aPicture({ previewKey: 'p', thumbnailKey: 't' })
  edges.pictures.rows.set(picture.id, picture)
  for (const key of [picture.key, 'p', 't']) edges.objects.put(key, Buffer.of(1))
  edges.generations.rows.set(uuid(1), aGeneration({ pictureId: picture.id }))
  const lease = { status: 'RUNNING', leaseUntil: new Date(noon + 1).toISOString() }
  edges.generations.rows.set(uuid(2), aGeneration({ id: uuid(2), pictureId: picture.id, ...lease }))
  expect(await removePictures(edges, ada, [picture.id])).toEqual([picture.id])
  expect([edges.pictures.rows.size, keysOf(edges)]).toEqual([0, []])
  expect(edges.generations.rows.get(uuid(1))?.status).toBe('CANCELLED')
  expect(edges.generations.rows.get(uuid(2))).toMatchObject({
    status: 'RUNNING',
    cancelRequested: true,
  })
})

test('a result stays in its history entry when its picture is removed', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  await removePictures(edges, ada, [pictureId(201)])
  expect(edges.pictures.rows.size).toBe(0)
  expect(keysOf(edges)).toContain(`results/${ada}/${uuid(1)}/0.png`)
})

test('a finished job stays as it is when it is cancelled', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  expect(await cancelGeneration(edges, ada, job(1))).toBe(edges.generations.rows.get(uuid(1)))
})

test('deleting an account removes all that is its own, then the account', async () => {
  const edges = fakeEdges()
  for (const n of [1, 2, 3]) finished(edges, n)
  edges.objects.put(`originals/${bob}/x.png`, Buffer.of(1))
  edges.pictures.rows.set(uuid(500), aPicture({ id: uuid(500), owner: bob }))
  edges.exports.rows.set(uuid(5), anExport())
  edges.objects.put(`exports/${ada}/${uuid(5)}/1.png`, Buffer.of(1))
  edges.documents.rows.set(uuid(700), aDocument())
  edges.objects.put(aDocument().key, Buffer.of(1))
  expect(await deleteAccount(edges, ada)).toBe(true)
  const { generations, exports, documents } = edges
  expect([generations, exports, documents].map(({ rows }) => rows.size)).toEqual([0, 0, 0])
  expect([...edges.pictures.rows.keys()]).toEqual([uuid(500)])
  expect(keysOf(edges)).toEqual([`originals/${bob}/x.png`])
  expect(edges.removedAccounts).toEqual([ada])
})

test('an account with too much for one call stays until the next', async () => {
  const edges = fakeEdges()
  finished(edges, 1)
  let now = noon
  const late = {
    ...edges,
    now: () => {
      now += 10_000
      return now
    },
  }
  expect(await deleteAccount(late, ada)).toBe(false)
  expect(edges.removedAccounts).toEqual([])
})

describe('what lies over a picture', () => {
  /** Job n made a patch over the upload 100, above the patches of others. */
  function edited(edges: ReturnType<typeof fakeEdges>, n: number, above: readonly number[] = []) {
    const patchKey = `results/${ada}/${uuid(n)}/0-patch.png`
    const patchRect = { x: 0, y: 0, width: 4, height: 4 }
    const layers = above.map((each) => ({ generationId: uuid(each), index: 0, opacity: 1 }))
    edges.generations.rows.set(
      uuid(n),
      aGeneration({
        id: uuid(n),
        status: 'SUCCEEDED',
        open: undefined,
        pictureId: uuid(100),
        outputs: [{ index: 0, status: 'SUCCEEDED', patchKey, patchRect }],
        ...(layers.length > 0 && { layers }),
      }),
    )
    edges.objects.put(patchKey, Buffer.of(1))
  }

  function uploaded() {
    const edges = fakeEdges()
    const picture = aPicture({ id: uuid(100) })
    edges.pictures.rows.set(picture.id, picture)
    edges.objects.put(picture.key, Buffer.of(1))
    return edges
  }

  const listed = ({ generations }: ReturnType<typeof fakeEdges>) =>
    [...generations.rows.values()].filter(({ removedAt }) => !removedAt).map(({ id }) => id)

  test('a picture stays, unlisted, until the last edit of it goes', async () => {
    const edges = uploaded()
    edited(edges, 1)
    edited(edges, 2)
    expect(await removePictures(edges, ada, [pictureId(100)])).toEqual([uuid(100)])
    expect(edges.pictures.rows.get(uuid(100))?.removedAt).toBe(new Date(noon).toISOString())
    await removeGenerations(edges, ada, [job(1)])
    expect([edges.pictures.rows.size, keysOf(edges).length]).toEqual([1, 2])
    await removeGenerations(edges, ada, [job(2)])
    expect([edges.pictures.rows.size, keysOf(edges)]).toEqual([0, []])
  })

  test('a picture that is still in the library stays there when its edits go', async () => {
    const edges = uploaded()
    edited(edges, 1)
    await removeGenerations(edges, ada, [job(1)])
    expect([edges.pictures.rows.size, keysOf(edges).length]).toEqual([1, 1])
  })

  test('a layer stays, unlisted, until the last edit above it goes, and so does one below that', async () => {
    const edges = uploaded()
    edited(edges, 1)
    edited(edges, 2, [1])
    edited(edges, 3, [2])
    expect(await removeGenerations(edges, ada, [job(1), job(2)])).toEqual([uuid(1), uuid(2)])
    expect(listed(edges)).toEqual([uuid(3)])
    expect([edges.generations.rows.size, keysOf(edges).length]).toEqual([3, 4])
    await removeGenerations(edges, ada, [job(3)])
    expect([edges.generations.rows.size, keysOf(edges).length]).toEqual([0, 1])
  })

  /** Document n uses the upload 100 and these jobs. */
  function documented(edges: ReturnType<typeof fakeEdges>, n: number, jobs: readonly number[]) {
    const key = `documents/${ada}/${uuid(n)}/${'a'.repeat(64)}.gz`
    const generationIds = jobs.map((each) => uuid(each))
    edges.documents.rows.set(uuid(n), aDocument({ id: uuid(n), key, generationIds }))
    edges.objects.put(key, Buffer.of(1))
  }

  test('a document keeps its picture and its edits, unlisted, until the last document of them goes', async () => {
    const edges = uploaded()
    edited(edges, 1)
    documented(edges, 700, [1])
    documented(edges, 701, [1])
    await trashDocuments(edges, ada, [document(701)])
    await removePictures(edges, ada, [pictureId(100)])
    await removeGenerations(edges, ada, [job(1)])
    expect(listed(edges)).toEqual([])
    expect(await removeDocuments(edges, ada, [document(700)])).toEqual([uuid(700)])
    // One in the trash is whole when it is restored.
    expectWhole(edges, uuid(1))
    await removeDocuments(edges, ada, [document(701), document(701), document(702)])
    const { generations, pictures, documents } = edges
    expect([generations, pictures, documents].map(({ rows }) => rows.size)).toEqual([0, 0, 0])
    expect(keysOf(edges)).toEqual([])
  })

  test('a document goes alone when picture and edits are still in library and history', async () => {
    const edges = uploaded()
    edited(edges, 1)
    documented(edges, 700, [1])
    await removeDocuments(edges, ada, [document(700)])
    expectWhole(edges, uuid(1))
    expect([listed(edges), edges.documents.rows.size]).toEqual([[uuid(1)], 0])
  })

  test('a drawn picture that a document lies over stays when its history entry goes', async () => {
    const edges = fakeEdges()
    finished(edges, 1, { pictureId: undefined })
    edges.documents.rows.set(uuid(700), aDocument({ pictureIds: [uuid(201)] }))
    await removeGenerations(edges, ada, [job(1)])
    expect([...edges.pictures.rows.keys()]).toEqual([uuid(201)])
    expect(keysOf(edges)).toContain(`results/${ada}/${uuid(1)}/0.png`)
  })

  test('a job of a document that is removed before it ended is cancelled', async () => {
    const edges = uploaded()
    edges.generations.rows.set(uuid(1), aGeneration())
    documented(edges, 700, [1])
    await removeGenerations(edges, ada, [job(1)])
    expect(edges.generations.rows.get(uuid(1))).toMatchObject({
      status: 'CANCELLED',
      removedAt: new Date(noon).toISOString(),
    })
  })

  test('whatever goes in whatever order, nothing that is listed lacks a thing, and nothing is left', async () => {
    const graphs = fc.array(fc.array(fc.nat(6), { maxLength: 3 }), { minLength: 1, maxLength: 7 })
    const uses = fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 3 }), { maxLength: 3 })
    const choicesOfAll = fc.infiniteStream(fc.nat())
    await fc.assert(
      fc.asyncProperty(graphs, uses, choicesOfAll, async (graph, used, choices) => {
        const edges = uploaded()
        // Each lies above some of those before it.
        for (const [n, above] of graph.entries()) {
          edited(edges, n + 1, [
            ...new Set(above.filter((each) => each < n).map((each) => each + 1)),
          ])
        }
        for (const [n, jobs] of used.entries()) {
          const known = jobs.filter((each) => each < graph.length)
          documented(
            edges,
            700 + n,
            known.map((each) => each + 1),
          )
        }
        let isListed = true
        for (const choice of choices) {
          const ids = listed(edges)
          const documents = [...edges.documents.rows.keys()]
          const wanted = choice % (ids.length + documents.length + 1)
          const id = ids[wanted]
          const other = documents[wanted - ids.length]
          if (id) await removeGenerations(edges, ada, [id])
          else if (other) await removeDocuments(edges, ada, [documentIdSchema.parse(other)])
          else if (isListed) {
            await removePictures(edges, ada, [pictureId(100)])
            isListed = false
          }
          if (ids.length + documents.length === 0 && !isListed) break
          for (const each of listed(edges)) expectWhole(edges, each)
          for (const { generationIds } of edges.documents.rows.values()) {
            expectRoot(edges)
            for (const each of generationIds) expectWhole(edges, each)
          }
        }
        expect([edges.generations.rows.size, edges.pictures.rows.size]).toEqual([0, 0])
        expect(keysOf(edges)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  /** An edit has its own patch, its root, and the patches of all its layers with their records. */
  function expectWhole(edges: ReturnType<typeof fakeEdges>, id: string) {
    const { layers = [] } = edges.generations.rows.get(id) ?? {}
    for (const each of [id, ...layers.map(({ generationId }) => generationId)]) {
      const output = edges.generations.rows.get(each)?.outputs?.[0]
      expect(edges.objects.stored.has(String(output?.patchKey))).toBe(true)
    }
    expectRoot(edges)
  }

  function expectRoot(edges: ReturnType<typeof fakeEdges>) {
    expect(edges.objects.stored.has(String(edges.pictures.rows.get(uuid(100))?.key))).toBe(true)
  }
})
