import { expect, test } from 'vitest'
import { documentIdSchema } from '#domain/ids.ts'
import { aDocument } from '../../tests/builders/document.ts'
import { ada, bob, noon, uuid } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { restoreDocuments, trashDocuments } from './trash-documents.ts'

const document = (n: number) => documentIdSchema.parse(uuid(n))

function furnished() {
  const edges = fakeEdges()
  edges.documents.rows.set(uuid(700), aDocument())
  edges.documents.rows.set(uuid(701), aDocument({ id: uuid(701), owner: bob }))
  return edges
}

test('a trashed document has 30 days, and is as before when it is restored', async () => {
  const edges = furnished()
  const before = edges.documents.rows.get(uuid(700))
  expect(await trashDocuments(edges, ada, [document(700), document(700)])).toEqual([uuid(700)])
  const trashed = edges.documents.rows.get(uuid(700))
  expect(trashed).toEqual({
    ...before,
    revision: 2,
    trashedAt: new Date(noon).toISOString(),
    // 30 days of 86,400 seconds.
    expiresAt: noon / 1_000 + 2_592_000,
  })
  edges.clock.now = noon + 1_000
  await trashDocuments(edges, ada, [document(700)])
  expect(edges.documents.rows.get(uuid(700))).toEqual(trashed)
  expect(await restoreDocuments(edges, ada, [document(700)])).toEqual([uuid(700)])
  expect(edges.documents.rows.get(uuid(700))).toEqual({ ...before, revision: 3 })
})

test('another’s document answers as one that is not there, and stays as it is', async () => {
  const edges = furnished()
  const theirs = edges.documents.rows.get(uuid(701))
  for (const act of [trashDocuments, restoreDocuments]) {
    expect(await act(edges, ada, [document(701), document(702)])).toEqual([])
  }
  expect(edges.documents.rows.get(uuid(701))).toBe(theirs)
})

test('a save at the same moment does not keep a document out of the trash', async () => {
  const edges = furnished()
  edges.documents.beforeChange = () => {
    edges.documents.rows.set(uuid(700), aDocument({ revision: 2, name: 'Port' }))
  }
  await trashDocuments(edges, ada, [document(700)])
  expect(edges.documents.rows.get(uuid(700))).toMatchObject({ revision: 3, name: 'Port' })
  expect(edges.documents.rows.get(uuid(700))?.trashedAt).toBeDefined()
})
