import { expect, test } from 'vitest'
import { maskKey, originalKey } from '#domain/object-key.ts'
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
  await tidyObjects(world.edges, old)
  const { generations, pictures, exports, objects } = world.edges
  const left = [generations, pictures, exports].map(({ rows }) => rows.size)
  expect([...left, objects.stored.size]).toEqual([0, 0, 0, 0])
})

test('each owner has a turn within 16 hours', () => {
  const turns = Array.from({ length: 16 }, (_, hour) => dueOwners(noon + hour * 3_600_000))
  expect(turns.toSorted()).toEqual('0123456789abcdef'.split(''))
})
