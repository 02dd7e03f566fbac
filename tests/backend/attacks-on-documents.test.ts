import { randomUUID } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentRecord } from '#domain/document/document.ts'
import { wireErrorSchema } from '#domain/errors.ts'
import { type DocumentId, documentIdSchema } from '#domain/ids.ts'
import { documentKey } from '#domain/object-key.ts'
import { type Backend, jobMs, shareBackend, startMs, waitFor } from './backend.ts'
import { failure } from './direct-calls.ts'
import { noisePng } from './files.ts'
import { openLive } from './live.ts'
import { plantJob } from './permissions/plant.ts'
import {
  type Answer,
  documentIn,
  getDocument,
  type Person,
  refusalOf,
  saveDocument,
  sha256Of,
  signUpPerson,
  upload,
} from './person.ts'

let backend: Backend
/** The one who is attacked, with a document over her picture. */
let ann: Person
let document: DocumentRecord
let uses: { pictureIds: string[]; generationIds: string[] }
/** The one who attacks, signed in like anybody. */
let bob: Person

beforeAll(async () => {
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann')
  bob = await signUpPerson(backend, 'bob')
  const picture = await upload(backend, ann, { bytes: await noisePng({ width: 96, height: 64 }) })
  const job = await plantJob(backend, ann.sub, { status: 'SUCCEEDED' })
  uses = { pictureIds: [picture.id], generationIds: [job] }
  document = await begin(ann, uses)
}, startMs)

afterAll(() => backend?.close())

test('the owner’s document keeps what is the owner’s', () => {
  expect(document).toMatchObject({ owner: ann.sub, revision: 1, ...uses })
})

test.for<[string, () => string]>([
  ['a document', () => `getDocument(id: "${document.id}") { id key }`],
  ['documents by owner', () => `documentsByOwner(owner: "${ann.sub}") { items { id } }`],
])('%s: their owner reads them, nobody else does', async ([, field]) => {
  const query = `query { seen: ${field()} }`
  const own = await ann.ask(query)
  expect(JSON.stringify(own.data?.['seen'])).toContain('"id":"')
  const theirs = (await bob.ask(query)).data?.['seen'] ?? { items: [] }
  expect(theirs).toEqual({ items: [] })
})

test('there is no list of all documents', async () => {
  const { errors } = await bob.ask('query { listDocuments { items { id } } }')
  expect(errors[0]?.message).toContain('FieldUndefined')
})

test('trashing, restoring and removing answers as for none, and does nothing', async () => {
  const ids = JSON.stringify([document.id, randomUUID()])
  const { data } = await bob.ask(`mutation { trashDocuments(ids: ${ids})
    restoreDocuments(ids: ${ids}) removeDocuments(ids: ${ids}) }`)
  expect(data).toEqual({ trashDocuments: [], restoreDocuments: [], removeDocuments: [] })
  expect(await getDocument(ann, document.id)).toEqual(document)
})

test('saving over it answers as for one that is not there', async () => {
  const { id, revision } = document
  const key = await uploadContent(bob, id)
  const none = documentIdSchema.parse(randomUUID())
  const theirs = await saveDocument(bob, { id, revision, key })
  const nobodys = await saveDocument(bob, {
    id: none,
    revision,
    key: await uploadContent(bob, none),
  })
  expect(refusalOf(theirs)).toEqual({ code: 'NOT_FOUND', field: 'id' })
  expect(reasonOf(theirs)).toEqual(reasonOf(nobodys))
  const anew = await saveDocument(bob, { id, key })
  expect(refusalOf(anew)).toEqual({ code: 'CONFLICT', field: 'id' })
  expect(reasonOf(anew)).toEqual({ key: 'idTaken' })
  expect(await getDocument(ann, id)).toEqual(document)
})

test('a document of one’s own takes no object of theirs, by whatever spelling', async () => {
  const id = documentIdSchema.parse(randomUUID())
  const own = await uploadContent(bob, id)
  const tries = [
    document.key,
    document.key.replace(document.id, id),
    own.replace(`${id}/`, `${id}/../../${ann.sub}/${document.id}/`),
    own.replace('documents/', 'originals/'),
    `/${own}`,
    `${own}\u0000`,
  ]
  const refusals: unknown[] = []
  for (const key of tries) refusals.push(refusalOf(await saveDocument(bob, { id, key }))?.code)
  const malformed = Array(tries.length - 2).fill('INVALID_REQUEST')
  expect(refusals).toEqual(['FORBIDDEN', 'FORBIDDEN', ...malformed])
  expect(await getDocument(bob, id)).toBeUndefined()
})

test('a document of one’s own keeps nothing of theirs, and does not tell that it is there', async () => {
  const none = { pictureIds: [randomUUID()], generationIds: [randomUUID()] }
  for (const named of [uses, none]) {
    const { pictureIds, generationIds } = await begin(bob, named)
    expect({ pictureIds, generationIds }).toEqual({ pictureIds: [], generationIds: [] })
  }
})

test('of two saves at once one is refused, and is told what there is now', async () => {
  const { id, revision, key } = await begin(ann, uses)
  const keys = await Promise.all(['one', 'other'].map((text) => uploadContent(ann, id, text)))
  const answers = await Promise.all(
    keys.map((each) => saveDocument(ann, { id, revision, key: each })),
  )
  const refused = answers.filter(({ errors }) => errors.length > 0)
  expect(refused.map(reasonOf)).toEqual([{ key: 'documentChanged', revision: revision + 1 }])
  const saved = documentIn(answers.find(({ errors }) => errors.length === 0) ?? refused[0] ?? never)
  expect(await getDocument(ann, id)).toEqual(saved)
  // The same save again changes nothing, and what it replaced is gone.
  const again = await saveDocument(ann, { id, revision, key: saved.key })
  expect(documentIn(again)).toEqual(saved)
  const objects = [saved.key, key].map((Key) => ann.s3.send(new HeadObjectCommand(objectOf(Key))))
  expect((await Promise.allSettled(objects)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
  ])
})

test.for(['onCreateDocument', 'onUpdateDocument', 'onDeleteDocument'])(
  '%s refuses another owner as argument',
  async (field) => {
    const live = await openLive(backend, bob.idToken)
    const subscribe = live.subscribe(`${field}(owner: "${ann.sub}")`, 'id owner')
    await expect(subscribe).rejects.toThrow(/Unauthorized/)
    live.close()
  },
)

test('without an argument, one hears of oneself alone', { timeout: jobMs }, async () => {
  const his = await openLive<DocumentRecord>(backend, bob.idToken)
  for (const event of ['Create', 'Update', 'Delete']) {
    await his.subscribe(`on${event}Document`, 'id owner')
  }
  // Hers is over before his begins, so that nothing of hers can still be on its way to him.
  for (const person of [ann, bob]) {
    const { id } = await begin(person, { pictureIds: [], generationIds: [] })
    await person.ask(`mutation { trashDocuments(ids: ["${id}"]) }`)
    await person.ask(`mutation { removeDocuments(ids: ["${id}"]) }`)
  }
  await waitFor('his own events', async () => (his.events.length >= 3 ? true : undefined))
  expect(new Set(his.events.map(({ owner }) => owner))).toEqual(new Set([bob.sub]))
  his.close()
})

const at = '2026-11-21T12:00:00.000Z'
test.for<[string, (id: string) => string]>([
  [
    'createDocument',
    () =>
      `createDocument(input: { owner: "${bob.sub}", name: "x", revision: 1, pictureIds: [], generationIds: [], key: "documents/x", createdAt: "${at}", updatedAt: "${at}" }) { id }`,
  ],
  ['its owner', (id) => `updateDocument(input: { id: "${id}", owner: "${bob.sub}" }) { id }`],
  ['its name', (id) => `updateDocument(input: { id: "${id}", name: "x" }) { id }`],
  ['its object', (id) => `updateDocument(input: { id: "${id}", key: "documents/x" }) { id }`],
  ['what it keeps', (id) => `updateDocument(input: { id: "${id}", pictureIds: [] }) { id }`],
  ['deleteDocument', (id) => `deleteDocument(input: { id: "${id}" }) { id }`],
])('%s is refused past the mutations that are meant for it', async ([, field]) => {
  for (const person of [ann, bob]) {
    const { data, errors } = await person.ask(`mutation { done: ${field(document.id)} }`)
    expect(data?.['done'] ?? null).toBeNull()
    expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(new Set(['Unauthorized']))
  }
  expect(await getDocument(ann, document.id)).toEqual(document)
})

test('nobody else reads, heads, writes or removes its object, nor writes beside it', async () => {
  const object = objectOf(document.key)
  const beside = objectOf(documentKey(ann.sub, document.id, 'd'.repeat(64)))
  const tries = [
    bob.s3.send(new GetObjectCommand(object)),
    bob.s3.send(new PutObjectCommand({ ...object, Body: 'x' })),
    bob.s3.send(new DeleteObjectCommand(object)),
    ann.s3.send(new DeleteObjectCommand(object)),
    bob.s3.send(new PutObjectCommand({ ...beside, Body: 'x' })),
  ]
  // All at once: one that fails while another is waited for would count as unhandled.
  const refusals = await Promise.all(tries.map(failure))
  expect(refusals).toEqual(tries.map(() => 'AccessDenied 403'))
  expect(await failure(bob.s3.send(new HeadObjectCommand(object)))).toMatch(/403$/)
  expect((await ann.s3.send(new GetObjectCommand(object))).ContentLength).toBeGreaterThan(0)
})

const never: Answer = { status: 0, data: null, errors: [] }

function objectOf(Key: string) {
  return { Bucket: backend.outputs.storage.bucket_name, Key }
}

/** Uploads the content of a document. @returns its key */
async function uploadContent(person: Person, id: DocumentId, text = ''): Promise<string> {
  const content = `content of ${id} ${text}`
  const key = documentKey(person.sub, id, sha256Of(Buffer.from(content)))
  await person.s3.send(new PutObjectCommand({ ...objectOf(key), Body: content }))
  return key
}

/** Begins a document. @param named what it names */
async function begin(person: Person, named: typeof uses): Promise<DocumentRecord> {
  const id = documentIdSchema.parse(randomUUID())
  const key = await uploadContent(person, id)
  return documentIn(await saveDocument(person, { id, key, ...named }))
}

/** The reason of a refusal, in which a difference could tell something. */
function reasonOf({ errors }: Answer) {
  return wireErrorSchema.parse(JSON.parse(errors[0]?.message ?? '{}')).reason
}
