import { randomUUID } from 'node:crypto'
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { openMark } from '#domain/generation/new-generation.ts'
import {
  type DocumentId,
  documentIdSchema,
  type ExportId,
  exportIdSchema,
  type UserId,
} from '#domain/ids.ts'
import {
  answerKey,
  documentKey,
  exportKey,
  maskKey,
  originalKey,
  previewKey,
  resultKey,
} from '#domain/object-key.ts'
import { personIdOf } from '#domain/usage/person.ts'
import { usageIdOf } from '#domain/usage/usage.ts'
import { placeOf, s3With } from '../address.ts'
import { type Backend, deployed } from '../backend.ts'
import { maskOf, noisePng } from '../files.ts'
import { sha256Of } from '../person.ts'

type Row = Readonly<Record<string, unknown>>

/** Puts a row where only functions write, with the developer's own credentials. */
async function plant(
  backend: Backend,
  model: 'Generation' | 'Picture' | 'Export' | 'Document' | 'Usage' | 'ModelState',
  row: Row,
): Promise<void> {
  const TableName = tableOf(backend, model)
  const now = new Date().toISOString()
  const Item = attributesOf({ __typename: model, createdAt: now, updatedAt: now, ...row })
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  await tables.send(new PutItemCommand({ TableName, Item }))
}

/** A job as it is accepted, with no message on its way. @returns its id */
export async function plantJob(backend: Backend, owner: UserId, more: Row = {}): Promise<string> {
  const id = randomUUID()
  const createdAt = new Date().toISOString()
  await plant(backend, 'Generation', {
    id,
    owner,
    createdAt,
    requestHash: 'planted',
    operation: 'TEXT_TO_IMAGE',
    modelUsed: 'amazon.titan-image-generator-v2:0',
    prompt: 'a lighthouse',
    widthPx: 512,
    heightPx: 512,
    count: 1,
    quality: 'STANDARD',
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    open: openMark,
    deadline: later(3_000),
    ...more,
  })
  const acceptedAt = typeof more['createdAt'] === 'string' ? more['createdAt'] : createdAt
  const period = `HELD#${acceptedAt}#${owner}`
  await plant(backend, 'Usage', { ...heldByOne, id: `job#${id}`, period })
  return id
}

/** What a job of one image holds in the ledger. */
const heldByOne = { owner: 'deployment', state: 'HELD', images: 1, costMicros: 10_000 }

/** Somebody whose account was just deleted. */
export async function plantLeaver(backend: Backend, owner: UserId): Promise<void> {
  await plant(backend, 'Usage', { id: personIdOf(owner), owner: 'deployment', leftAt: later(0) })
}

/** What is known of a model; without a status nothing is. */
export async function plantModelState(
  backend: Backend,
  id: string,
  status?: 'ACTIVE',
): Promise<void> {
  if (status) {
    const checkedAt = new Date().toISOString()
    return plant(backend, 'ModelState', { id, status, checkedAt, revision: 1 })
  }
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const TableName = tableOf(backend, 'ModelState')
  await tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }))
}

function tableOf(backend: Backend, model: string): string | undefined {
  return deployed(backend, 'Custom::AmplifyDynamoDBTable').find((name) =>
    name.startsWith(`${model}-`),
  )
}

/** A picture that is ready; its objects need not be there. @returns its id */
export async function plantPicture(backend: Backend, owner: UserId, more: Row): Promise<string> {
  const id = randomUUID()
  await plant(backend, 'Picture', {
    id,
    owner,
    status: 'READY',
    sha256: newDigest(),
    origin: 'UPLOAD',
    revision: 1,
    ...more,
  })
  return id
}

/** An export that waits, with no message on its way. @returns its id */
export async function plantExport(
  backend: Backend,
  owner: UserId,
  more: Row = {},
): Promise<string> {
  const id = exportId()
  await plant(backend, 'Export', {
    id,
    owner,
    pictureId: randomUUID(),
    mime: 'image/png',
    keepMetadata: true,
    keepProvenance: true,
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    progress: 0,
    expiresAt: Math.floor(Date.now() / 1_000) + 3_600,
    ...more,
  })
  return id
}

/** A document that was saved once; its objects need not be there. @returns its id */
export async function plantDocument(
  backend: Backend,
  owner: UserId,
  more: Row = {},
): Promise<DocumentId> {
  const id = documentId()
  await plant(backend, 'Document', {
    id,
    owner,
    name: 'Planted',
    revision: 1,
    pictureIds: [],
    generationIds: [],
    key: documentKey(owner, id, newDigest()),
    ...more,
  })
  return id
}

function documentId(): DocumentId {
  return documentIdSchema.parse(randomUUID())
}

function exportId(): ExportId {
  return exportIdSchema.parse(randomUUID())
}

/** What somebody used today. */
export async function plantUsage(backend: Backend, owner: UserId, images: number): Promise<void> {
  const period = new Date().toISOString().slice(0, 10)
  const id = usageIdOf(owner, period)
  await plant(backend, 'Usage', { id, owner, period, images, costMicros: 0 })
}

/** One object of somebody's under each prefix. */
export async function plantObjects(backend: Backend, owner: UserId): Promise<void> {
  const Bucket = backend.outputs.storage.bucket_name
  // What people can write is looked at, and stays only if it is good.
  const size = { width: 40, height: 40 }
  const [png, mask] = [
    await noisePng(size),
    await maskOf(size, { x: 1, y: 1, width: 9, height: 9 }),
  ]
  const objects: [string, Buffer | string][] = [
    [originalKey(owner, sha256Of(png), 'image/png'), png],
    [maskKey(owner, sha256Of(mask)), mask],
    [previewKey(owner, newDigest(), 'preview'), 'x'],
    [resultKey(owner, randomUUID() as Parameters<typeof resultKey>[1], 0), 'x'],
    [answerKey(owner, randomUUID() as Parameters<typeof answerKey>[1], 0), 'x'],
    [exportKey(owner, { id: exportId(), mime: 'image/png', madeAt: 1 }), 'x'],
    [documentKey(owner, documentId(), newDigest()), 'x'],
  ]
  const tools = s3With(backend, backend.tools)
  await Promise.all(
    objects.map(([Key, Body]) => tools.send(new PutObjectCommand({ Bucket, Key, Body }))),
  )
}

/** What a model answered to the first call of a job. */
export async function plantAnswer(
  backend: Backend,
  owner: UserId,
  { id, model }: { id: string; model: string },
): Promise<void> {
  const Key = answerKey(owner, id as Parameters<typeof answerKey>[1], 0)
  const Body = JSON.stringify({ model, body: {} })
  const Bucket = backend.outputs.storage.bucket_name
  await s3With(backend, backend.tools).send(new PutObjectCommand({ Bucket, Key, Body }))
}

/** @returns a time so many seconds from now, before now when negative */
export function later(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString()
}

/** @returns a digest that no file has */
export function newDigest(): string {
  return `${randomUUID()}${randomUUID()}`.replaceAll('-', '')
}

function attributesOf(row: Row): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attributeOf(value)]))
}

function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(attributeOf) }
  if (typeof value === 'object' && value !== null) return { M: attributesOf(value as Row) }
  return { S: String(value) }
}
