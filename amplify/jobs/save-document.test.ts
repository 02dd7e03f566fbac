import { expect, test } from 'vitest'
import { parseDocumentSave } from '#domain/document/save.ts'
import { AppError } from '#domain/errors.ts'
import { documentIdSchema, type UserId } from '#domain/ids.ts'
import { documentKey, documentThumbnailKey, maskKey } from '#domain/object-key.ts'
import { aDocument } from '../../tests/builders/document.ts'
import { ada, aGeneration, aPicture, bob, noon, uuid } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { saveDocument } from './save-document.ts'

type World = ReturnType<typeof fakeEdges>

const id = documentIdSchema.parse(uuid(700))
const [first, second, third] = ['a', 'b', 'c'].map((digit) =>
  documentKey(ada, id, digit.repeat(64)),
) as [string, string, string]
const thumbnail = documentThumbnailKey(ada, id, 'd'.repeat(64))
const settings = { storedBytes: 1_000 }

/** Ada has picture 100 and job 1; her uploads of documents are there. */
function furnished(): World {
  const edges = fakeEdges()
  edges.pictures.rows.set(uuid(100), aPicture({ id: uuid(100) }))
  edges.generations.rows.set(uuid(1), aGeneration())
  for (const key of [first, second, third, thumbnail]) edges.objects.put(key, Buffer.of(1))
  return edges
}

const asked = {
  id,
  revision: 0,
  name: 'Harbour',
  key: first,
  rootPictureId: uuid(100),
  pictureIds: [uuid(100)],
  generationIds: [uuid(1)],
}

function save(edges: World, changes: object = {}, owner: UserId = ada) {
  const parsed = parseDocumentSave({ ...asked, ...changes })
  return saveDocument(edges, settings, { owner, save: parsed })
}

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'saved',
    (error: unknown) => (error instanceof AppError ? error.toWire() : error),
  )
const keysOf = ({ objects }: World) => [...objects.stored.keys()]

test('a new document is revision 1, and each save after it one more', async () => {
  const edges = furnished()
  const at = new Date(noon).toISOString()
  const saved = { ...asked, owner: ada, revision: 1, createdAt: at, updatedAt: at }
  expect(await save(edges)).toEqual(saved)
  const next = await save(edges, { revision: 1, key: second, name: 'Port' })
  expect(next).toEqual({ ...saved, revision: 2, key: second, name: 'Port' })
})

test('the object that a save replaces goes, an unchanged thumbnail stays', async () => {
  const edges = furnished()
  await save(edges, { thumbnailKey: thumbnail })
  await save(edges, { revision: 1, key: second, thumbnailKey: thumbnail })
  expect(keysOf(edges)).toEqual([second, third, thumbnail])
  await save(edges, { revision: 2, key: third })
  expect(keysOf(edges)).toEqual([third])
})

test('the same save again gives the same record, whoever answered the first time', async () => {
  const edges = furnished()
  const saved = await save(edges)
  expect(await save(edges)).toEqual(saved)
  const next = await save(edges, { revision: 1, key: second })
  expect(await save(edges, { revision: 1, key: second })).toEqual(next)
  expect(keysOf(edges)).toContain(second)
})

test('a save that is not based on the last revision is told which one that is, and changes nothing', async () => {
  const edges = furnished()
  await save(edges)
  const last = await save(edges, { revision: 1, key: second })
  for (const revision of [0, 1, 3]) {
    expect(await refused(save(edges, { revision, key: third }))).toEqual({
      code: 'CONFLICT',
      reason: { key: 'documentChanged', revision: 2 },
      field: 'revision',
    })
  }
  expect(edges.documents.rows.get(id)).toEqual(last)
})

test('of two saves at once one is refused, and of two equal ones none', async () => {
  const edges = furnished()
  const saved = await save(edges)
  edges.documents.beforeChange = () => {
    edges.documents.rows.set(id, { ...saved, revision: 2, key: second })
  }
  expect(await refused(save(edges, { revision: 1, key: third }))).toMatchObject({
    reason: { key: 'documentChanged', revision: 2 },
  })
  edges.documents.rows.set(id, saved)
  edges.documents.beforeChange = () => {
    edges.documents.rows.set(id, { ...saved, revision: 2, key: second })
  }
  expect(await save(edges, { revision: 1, key: second })).toMatchObject({
    revision: 2,
    key: second,
  })
  expect(keysOf(edges)).toContain(second)
})

test('a record keeps what is the caller’s and is there, and nothing else that a save names', async () => {
  const edges = furnished()
  edges.pictures.rows.set(uuid(101), aPicture({ id: uuid(101), owner: bob }))
  edges.generations.rows.set(uuid(2), aGeneration({ id: uuid(2), owner: bob }))
  const saved = await save(edges, {
    rootPictureId: uuid(101),
    pictureIds: [uuid(101), uuid(100), uuid(102), uuid(100)],
    generationIds: [uuid(3), uuid(2), uuid(1)],
  })
  expect(saved).toMatchObject({ pictureIds: [uuid(100)], generationIds: [uuid(1)] })
  expect(saved).not.toHaveProperty('rootPictureId')
})

test('a job that was accepted after its layer was saved is kept from the next save on', async () => {
  const edges = furnished()
  const generationIds = [uuid(1), uuid(4)]
  await save(edges, { generationIds })
  edges.generations.rows.set(uuid(4), aGeneration({ id: uuid(4) }))
  const saved = await save(edges, { revision: 1, generationIds })
  expect(saved).toMatchObject({ revision: 2, generationIds, key: first })
  expect(keysOf(edges)).toContain(first)
})

test('another’s document answers as one that is not there, and its id as one that is taken', async () => {
  const edges = furnished()
  const theirs = aDocument({ id, owner: bob, revision: 3 })
  edges.documents.rows.set(id, theirs)
  const other = documentIdSchema.parse(uuid(701))
  const key = documentKey(ada, other, 'a'.repeat(64))
  edges.objects.put(key, Buffer.of(1))
  expect(await refused(save(edges, { revision: 3 }))).toEqual(
    await refused(save(edges, { revision: 3, id: other, key })),
  )
  expect(await refused(save(edges))).toEqual({
    code: 'CONFLICT',
    reason: { key: 'idTaken' },
    field: 'id',
  })
  expect(edges.documents.rows.get(id)).toBe(theirs)
})

const digest = 'a'.repeat(64)
test.each([
  ['of another person', { key: documentKey(bob, id, digest) }, 'FORBIDDEN', 'key'],
  [
    'of another document',
    { key: documentKey(ada, documentIdSchema.parse(uuid(701)), digest) },
    'INVALID_REQUEST',
    'key',
  ],
  ['of something else', { key: maskKey(ada, digest) }, 'INVALID_REQUEST', 'key'],
  ['that climbs', { key: `documents/${ada}/${id}/../${digest}.gz` }, 'INVALID_REQUEST', 'key'],
  ['of a thumbnail', { key: thumbnail }, 'INVALID_REQUEST', 'key'],
  [
    'of nothing that was uploaded',
    { key: documentKey(ada, id, 'e'.repeat(64)) },
    'NOT_FOUND',
    'key',
  ],
  ['of a content as thumbnail', { thumbnailKey: second }, 'INVALID_REQUEST', 'thumbnailKey'],
  [
    'of another person’s thumbnail',
    { thumbnailKey: documentThumbnailKey(bob, id, digest) },
    'FORBIDDEN',
    'thumbnailKey',
  ],
])('a key %s is refused', async (_what, changes, code, field) => {
  const edges = furnished()
  edges.objects.put(documentKey(bob, id, digest), Buffer.of(1))
  expect(await refused(save(edges, changes))).toMatchObject({ code, field })
  expect(edges.documents.rows.size).toBe(0)
})

test('what is too large is refused and removed', async () => {
  const edges = furnished()
  edges.objects.put(first, Buffer.alloc(8_000_001))
  edges.objects.put(thumbnail, Buffer.alloc(200_001))
  expect(await refused(save(edges))).toMatchObject({
    reason: { key: 'documentTooLarge', maxMegabytes: 8 },
    field: 'key',
  })
  expect(await refused(save(edges, { key: second, thumbnailKey: thumbnail }))).toMatchObject({
    reason: { key: 'documentTooLarge', maxMegabytes: 0.2 },
    field: 'thumbnailKey',
  })
  expect(keysOf(edges)).toEqual([second, third])
})

test('whose storage is full begins no document, but goes on with what is there', async () => {
  const edges = furnished()
  await save(edges)
  edges.objects.put(`results/${ada}/${uuid(1)}/0.png`, Buffer.alloc(1_000))
  const other = documentIdSchema.parse(uuid(701))
  const key = documentKey(ada, other, digest)
  edges.objects.put(key, Buffer.of(1))
  expect(await refused(save(edges, { id: other, key }))).toMatchObject({
    reason: { key: 'storageFull' },
  })
  expect(await save(edges, { revision: 1, key: second })).toMatchObject({ revision: 2 })
})

test('a document that somebody works on leaves the trash, as long as it is there', async () => {
  const edges = furnished()
  const trashed = aDocument({
    id,
    trashedAt: new Date(noon).toISOString(),
    expiresAt: noon / 1_000 + 1,
  })
  edges.documents.rows.set(id, trashed)
  edges.clock.now = noon + 2_000
  const saved = await save(edges, { revision: 1, key: second })
  expect(saved).not.toHaveProperty('trashedAt')
  expect(saved).not.toHaveProperty('expiresAt')
})

test('nothing is saved for an account that was deleted', async () => {
  const edges = furnished()
  edges.usage.left.add(ada)
  expect(await refused(save(edges))).toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(edges.documents.rows.size).toBe(0)
})
