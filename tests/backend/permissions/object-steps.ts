import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { pictureIdOf } from '#domain/ids.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { maskOf, noise, noisePng } from '../files.ts'
import { getPicture, keysFor, sha256Of, signUpPerson, uploadMask } from '../person.ts'
import { newDigest } from './plant.ts'
import type { Step } from './step.ts'
import { unlessRefused, type World } from './world.ts'

const person = 'signed-in person'
/** As often the SDK tries by itself. */
const sdkTries = 3

/** What people do with files, and what becomes of uploads. */
export const objectSteps: readonly Step[] = [
  {
    name: 'sign in',
    needs: [[person, 'sts:AssumeRoleWithWebIdentity']],
    async run({ backend, person }) {
      await keysFor(backend, person.idToken)
    },
  },
  {
    name: 'upload a picture',
    needs: [
      [person, 's3:PutObject', '/originals/'],
      ['queue uploads', 'sqs:SendMessage'],
      ['enqueueUpload', 'sqs:SendMessage'],
      ['enqueueUpload', 'sqs:ReceiveMessage'],
      ['ingestUpload', 'sqs:ReceiveMessage'],
      ['ingestUpload', 'appsync:GraphQL', 'Query.'],
      ['ingestUpload', 'appsync:GraphQL', 'Mutation.'],
      ['ingestUpload', 's3:GetObject'],
      ['ingestUpload', 's3:PutObject'],
      ['ingestUpload', 's3:ListBucket'],
      ['ingestUpload', 'dynamodb:GetItem'],
      ['AppSync for Picture', 'dynamodb:PutItem'],
      ['AppSync for Picture', 'sts:AssumeRole'],
    ],
    async run(world) {
      const bytes = await freshPng(world)
      await put(world, { digest: sha256Of(bytes), bytes })
      await becomes(world, sha256Of(bytes), 'READY')
    },
  },
  {
    name: 'upload a TIFF, of which a PNG is made',
    needs: [],
    async run(world) {
      const bytes = await noise({ width: 40 + world.next(), height: 40 })
        .tiff()
        .toBuffer()
      await put(world, { digest: sha256Of(bytes), bytes })
      await becomes(world, sha256Of(bytes), 'READY')
    },
  },
  {
    name: 'upload a picture that cannot be read at first',
    needs: [['ingestUpload', 'sqs:ChangeMessageVisibility']],
    async run(world) {
      // Their uploads wait in lanes of their own, which a failure blocks for minutes.
      const person = await signUpPerson(world.backend, `patient-${world.next()}`)
      const own = { ...world, person }
      const bytes = await freshPng(world)
      const { faults } = world.backend.sandbox
      faults.add({
        service: 's3',
        operation: 'GetObject',
        effect: { kind: 'fail' },
        // The second event of an upload before this one may meet as many.
        times: 2 * sdkTries,
      })
      try {
        await put(own, { digest: sha256Of(bytes), bytes })
        await becomes(own, sha256Of(bytes), 'READY')
      } finally {
        faults.clear()
      }
    },
  },
  {
    name: 'upload again what was cut off',
    needs: [['ingestUpload', 's3:DeleteObject']],
    async run(world) {
      const bytes = await freshPng(world)
      const digest = sha256Of(bytes)
      await put(world, { digest, bytes: bytes.subarray(0, 100) })
      await becomes(world, digest, 'REJECTED')
      await put(world, { digest, bytes })
      await becomes(world, digest, 'READY')
    },
  },
  {
    name: 'upload a mask',
    needs: [[person, 's3:PutObject', '/masks/']],
    async run(world) {
      await uploadMask(world.backend, world.person, await freshMask(world))
    },
  },
  {
    name: 'give up what is no mask',
    needs: [],
    async run(world) {
      const { backend, person, decisions } = world
      const key = await uploadMask(backend, person, await freshPng(world))
      await unlessRefused(world, 'the removal of what is no mask', async () =>
        decisions.some(
          ({ question }) =>
            question.action === 's3:DeleteObject' && question.resource.endsWith(key),
        )
          ? true
          : undefined,
      )
    },
  },
  {
    name: 'give up what is no file of a document',
    needs: [],
    async run(world) {
      const { backend, person, decisions } = world
      const Key = `documents/${person.sub}/${newDigest()}/page.html`
      const Bucket = backend.outputs.storage.bucket_name
      await person.s3.send(new PutObjectCommand({ Bucket, Key, Body: '<p>' }))
      await unlessRefused(world, 'the removal of what is no document', async () =>
        decisions.some(
          ({ question }) =>
            question.action === 's3:DeleteObject' && question.resource.endsWith(Key),
        )
          ? true
          : undefined,
      )
    },
  },
  {
    name: 'upload in parts, look what is there, give up',
    needs: [],
    async run({ backend, person: { s3, sub } }) {
      const Bucket = backend.outputs.storage.bucket_name
      for (const Key of [originalKey(sub, newDigest(), 'image/png'), maskKey(sub, newDigest())]) {
        const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
        const upload = { Bucket, Key, UploadId }
        await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }))
        await s3.send(new ListPartsCommand(upload))
        await s3.send(new AbortMultipartUploadCommand(upload))
      }
    },
  },
  {
    name: 'look at a picture, its preview and its mask',
    needs: [[person, 's3:GetObject', '/previews/']],
    async run(world) {
      const { pictureKey, previewKey, maskKey } = world
      for (const key of [pictureKey, previewKey, maskKey]) await read(world, key)
    },
  },
]

/** Reads one of the person's objects. @throws S3's own error */
export async function read({ backend, person: { s3 } }: World, Key: string): Promise<void> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: backend.outputs.storage.bucket_name, Key }),
  )
  await Body?.transformToByteArray()
}

async function put(
  { backend, person: { s3, sub } }: World,
  { digest, bytes }: { digest: string; bytes: Buffer },
): Promise<void> {
  const Bucket = backend.outputs.storage.bucket_name
  const Key = originalKey(sub, digest, 'image/png')
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }))
}

async function becomes(world: World, digest: string, status: string): Promise<void> {
  const id = await pictureIdOf(world.person.sub, digest)
  await unlessRefused(world, `a picture that is ${status}`, async () => {
    const picture = await getPicture(world.person, id)
    return picture?.status === status ? true : undefined
  })
}

/** A picture that was never uploaded before. */
function freshPng(world: World): Promise<Buffer> {
  return noisePng({ width: 40 + world.next(), height: 40 })
}

/** A mask that was never uploaded before. */
function freshMask(world: World): Promise<Buffer> {
  const size = { width: 40 + world.next(), height: 40 }
  return maskOf(size, { x: 1, y: 1, width: 9, height: 9 })
}
