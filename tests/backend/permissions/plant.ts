import { randomUUID } from 'node:crypto'
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { openMark } from '#domain/generation/new-generation.ts'
import type { UserId } from '#domain/ids.ts'
import { maskKey, originalKey, previewKey, resultKey } from '#domain/object-key.ts'
import { usageIdOf } from '#domain/usage/usage.ts'
import { type Backend, deployed } from '../backend.ts'
import { placeOf, s3With } from '../person.ts'

type Row = Readonly<Record<string, unknown>>

/** Puts a row where only functions write, with the developer's own credentials. */
async function plant(
  backend: Backend,
  model: 'Generation' | 'Picture' | 'Usage',
  row: Row,
): Promise<void> {
  const TableName = deployed(backend, 'Custom::AmplifyDynamoDBTable').find((name) =>
    name.startsWith(`${model}-`),
  )
  const now = new Date().toISOString()
  const Item = attributesOf({ __typename: model, createdAt: now, updatedAt: now, ...row })
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  await tables.send(new PutItemCommand({ TableName, Item }))
}

/** A job as it is accepted, with no message on its way. @returns its id */
export async function plantJob(backend: Backend, owner: UserId, more: Row = {}): Promise<string> {
  const id = randomUUID()
  await plant(backend, 'Generation', {
    id,
    owner,
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
  return id
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

/** What somebody used today. */
export async function plantUsage(backend: Backend, owner: UserId, images: number): Promise<void> {
  const period = new Date().toISOString().slice(0, 10)
  const id = usageIdOf(owner, period)
  await plant(backend, 'Usage', { id, owner, period, images, costMicros: 0 })
}

/** One object of somebody's under each prefix. */
export async function plantObjects(backend: Backend, owner: UserId): Promise<void> {
  const Bucket = backend.outputs.storage.bucket_name
  const digest = newDigest()
  const keys = [
    originalKey(owner, digest, 'image/png'),
    maskKey(owner, digest),
    previewKey(owner, digest, 'preview'),
    resultKey(owner, randomUUID() as Parameters<typeof resultKey>[1], 0),
  ]
  const tools = s3With(backend, backend.tools)
  await Promise.all(keys.map((Key) => tools.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))))
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
