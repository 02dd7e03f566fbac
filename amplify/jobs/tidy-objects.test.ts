import { expect, test } from 'vitest'
import { maskKey, originalKey } from '#domain/object-key.ts'
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
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { dueOwners, tidyObjects } from './tidy-objects.ts'

const old = { owners: ada.slice(0, 1), olderThanSeconds: 3_600 }

function stored() {
  const edges = fakeEdges()
  const picture = aPicture({ previewKey: `previews/${ada}/a-preview.webp` })
  const result = `results/${ada}/${uuid(1)}/0.png`
  edges.pictures.rows.set(picture.id, picture)
  const outputs = [{ index: 0, status: 'SUCCEEDED', key: result }]
  edges.generations.rows.set(uuid(1), aGeneration({ maskKey: aMaskKey, outputs }))
  const named = [picture.key, picture.previewKey ?? '', result, aMaskKey]
  const orphans = [
    originalKey(ada, 'e'.repeat(64), 'image/png'),
    maskKey(ada, 'e'.repeat(64)),
    `results/${ada}/${uuid(9)}/0.png`,
    `previews/${ada}/b-preview.webp`,
    `originals/a-page/x.html`,
  ]
  for (const key of [...named, ...orphans]) edges.objects.put(key, Buffer.of(1))
  return { edges, named }
}

const keysOf = ({ edges }: ReturnType<typeof stored>) => [...edges.objects.stored.keys()]

test('what no record names goes, what one names stays', async () => {
  const world = stored()
  world.edges.clock.now = noon + 3_600_000
  expect(await tidyObjects(world.edges, old)).toEqual({ seen: 9, removed: 5 })
  expect(keysOf(world)).toEqual(world.named)
})

test('the file of an export stays until that expires, and one of an earlier making goes', async () => {
  const edges = fakeEdges()
  const [key, earlier] = [`exports/${ada}/${uuid(5)}/2.png`, `exports/${ada}/${uuid(5)}/1.png`]
  const record = anExport({ status: 'READY', key, expiresAt: noon / 1_000 + 7_200 })
  edges.exports.rows.set(record.id, record)
  for (const each of [key, earlier]) edges.objects.put(each, Buffer.of(1))
  edges.clock.now = noon + 7_199_000
  expect(await tidyObjects(edges, old)).toEqual({ seen: 2, removed: 1 })
  expect([...edges.objects.stored.keys()]).toEqual([key])
  edges.clock.now = noon + 7_200_000
  await tidyObjects(edges, old)
  expect(edges.objects.stored.size).toBe(0)
})

test('what a document was before goes, what it is stays', async () => {
  const edges = fakeEdges()
  const thumbnailKey = `documents/${ada}/${uuid(700)}/${'b'.repeat(64)}.webp`
  const record = aDocument({ thumbnailKey })
  edges.documents.rows.set(record.id, record)
  const before = `documents/${ada}/${uuid(700)}/${'c'.repeat(64)}.gz`
  for (const each of [record.key, thumbnailKey, before]) edges.objects.put(each, Buffer.of(1))
  edges.clock.now = noon + 3_600_000
  expect(await tidyObjects(edges, old)).toEqual({ seen: 3, removed: 1 })
  expect([...edges.objects.stored.keys()]).toEqual([record.key, thumbnailKey])
})

test.each(['past its time', 'gone already'])(
  'with a document that is %s goes what only it kept',
  async (state) => {
    const edges = fakeEdges()
    const removedAt = new Date(noon).toISOString()
    const patchKey = `results/${ada}/${uuid(1)}/0-patch.png`
    const patchRect = { x: 0, y: 0, width: 4, height: 4 }
    const outputs = [{ index: 0, status: 'SUCCEEDED', patchKey, patchRect }]
    const edit = { status: 'SUCCEEDED', open: undefined, pictureId: uuid(100), outputs, removedAt }
    edges.generations.rows.set(uuid(1), aGeneration(edit))
    const picture = aPicture({ id: uuid(100), removedAt })
    edges.pictures.rows.set(uuid(100), picture)
    const record = aDocument({ generationIds: [uuid(1)], expiresAt: noon / 1_000 + 7_200 })
    edges.documents.rows.set(record.id, record)
    for (const each of [patchKey, picture.key, record.key]) edges.objects.put(each, Buffer.of(1))
    edges.clock.now = noon + 7_199_000
    expect(await tidyObjects(edges, old)).toEqual({ seen: 3, removed: 0 })
    edges.clock.now = noon + 7_200_000
    if (state === 'gone already') edges.documents.rows.delete(record.id)
    expect(await tidyObjects(edges, old)).toEqual({ seen: 3, removed: 3 })
    const { documents, generations, pictures } = edges
    expect([documents, generations, pictures].map(({ rows }) => rows.size)).toEqual([0, 0, 0])
  },
)

test('what is younger than a job may live is left, and so are other owners', async () => {
  const world = stored()
  world.edges.clock.now = noon + 3_599_000
  expect(await tidyObjects(world.edges, old)).toEqual({ seen: 9, removed: 0 })
  world.edges.clock.now = noon + 3_600_000
  const others = { ...old, owners: bob.slice(0, 1) }
  expect(await tidyObjects(world.edges, others)).toEqual({ seen: 0, removed: 0 })
  expect(keysOf(world)).toHaveLength(9)
})

test('of an owner who left, records and objects go', async () => {
  const world = stored()
  world.edges.clock.now = noon + 3_600_000
  world.edges.usage.left.add(ada)
  world.edges.exports.rows.set(uuid(5), anExport())
  world.edges.documents.rows.set(uuid(700), aDocument())
  await tidyObjects(world.edges, old)
  const { generations, pictures, exports, documents, objects } = world.edges
  const left = [generations, pictures, exports, documents].map(({ rows }) => rows.size)
  expect([...left, objects.stored.size]).toEqual([0, 0, 0, 0, 0])
})

test('each owner has a turn within 16 hours', () => {
  const turns = Array.from({ length: 16 }, (_, hour) => dueOwners(noon + hour * 3_600_000))
  expect(turns.toSorted()).toEqual('0123456789abcdef'.split(''))
})
