import { createHash } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Random } from '../../sandbox/random.ts'
import type { Clients } from './clients.ts'
import { createRegister, type Load, type Register, Violation } from './load.ts'

const prefix = 'soak/'
const lanes = 3
const keysPerLane = 4
const maxBytes = 200_000
/** The smallest part that S3 takes but for the last. */
const partBytes = 5 * 1024 ** 2

/** S3: puts, multipart uploads, copies, deletes. An object is known by the digest of its bytes. */
export function createObjectLoad({ once, patient, bucket: Bucket }: Clients): Load {
  const registers = new Map<string, Register<string | undefined>>()
  let serial = 0
  let acknowledged = 0

  const keyOf = (lane: number, number: number) => `${prefix}${lane}/${number}`
  const registerOf = (key: string) => {
    const register = registers.get(key) ?? createRegister<string | undefined>(key, undefined)
    registers.set(key, register)
    return register
  }

  async function upload(Key: string, bytes: Buffer): Promise<void> {
    const { UploadId } = await once.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    const pieces = [bytes.subarray(0, partBytes), bytes.subarray(partBytes)]
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (const [index, Body] of pieces.entries()) {
      const part = { Bucket, Key, UploadId, PartNumber: index + 1 }
      const { ETag } = await once.s3.send(new UploadPartCommand({ ...part, Body }))
      Parts.push({ PartNumber: index + 1, ETag })
    }
    await once.s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    )
  }

  async function step(random: Random, lane: number): Promise<void> {
    const Key = keyOf(lane, Math.floor(random() * keysPerLane))
    const other = keyOf(lane, Math.floor(random() * keysPerLane))
    const copied = registers.get(other)?.certain
    const kind = random()
    let isDone: boolean
    if (kind < 0.2) {
      const remove = () => once.s3.send(new DeleteObjectCommand({ Bucket, Key }))
      isDone = await registerOf(Key).write(undefined, remove)
    } else if (kind < 0.35 && other !== Key && copied !== undefined) {
      const CopySource = `${Bucket}/${other}`
      const copy = () => once.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }))
      isDone = await registerOf(Key).write(copied, copy)
    } else {
      const isLarge = kind > 0.97
      const size = Math.ceil(random() * maxBytes) + (isLarge ? partBytes : 0)
      const bytes = bytesOf(++serial, size)
      const put = () => once.s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }))
      isDone = await registerOf(Key).write(digest(bytes), isLarge ? () => upload(Key, bytes) : put)
    }
    if (isDone) acknowledged += 1
  }

  async function read(Key: string): Promise<string> {
    const { Body, ContentLength } = await patient.s3.send(new GetObjectCommand({ Bucket, Key }))
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    if (bytes.length !== ContentLength) throw new Violation(`${Key} is cut off`)
    return digest(bytes)
  }

  return {
    name: 'S3 objects',
    lanes,
    get acknowledged() {
      return acknowledged
    },
    step,
    async check() {
      const list = new ListObjectsV2Command({ Bucket, Prefix: prefix })
      const { Contents = [] } = await patient.s3.send(list)
      const listed = new Set(Contents.flatMap(({ Key }) => Key ?? []))
      for (const [key, register] of registers) {
        register.settle(listed.has(key) ? await read(key) : undefined)
      }
      const strangers = [...listed].filter((key) => !registers.has(key))
      if (strangers.length > 0) throw new Violation(`nobody wrote ${strangers.join(', ')}`)
    },
  }
}

/** Bytes that no other number has. */
function bytesOf(number: number, size: number): Buffer {
  return Buffer.alloc(size, createHash('sha256').update(String(number)).digest())
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
