import { randomUUID } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { documentIdSchema } from '#domain/ids.ts'
import { documentKey, documentThumbnailKey, originalKey, previewKey } from '#domain/object-key.ts'
import { documentIn, saveDocument, sha256Of } from '../person.ts'
import { rowsOf } from '../stored.ts'
import { failOn, resolverNeeds } from './job-steps.ts'
import { read } from './object-steps.ts'
import { newDigest, plantDocument, plantJob, plantPicture } from './plant.ts'
import type { Step } from './step.ts'
import type { World } from './world.ts'

/** What people do with documents. */
export const documentSteps: readonly Step[] = [
  {
    name: 'save a document, twice, and open it',
    needs: [
      ...resolverNeeds('saveDocument'),
      ['saveDocument', 'appsync:GraphQL', 'Query.'],
      ['saveDocument', 'appsync:GraphQL', 'Mutation.'],
      ['saveDocument', 's3:ListBucket'],
      ['saveDocument', 's3:DeleteObject'],
      ['saveDocument', 'dynamodb:UpdateItem'],
      ['AppSync for Document', 'dynamodb:UpdateItem'],
      ['AppSync for Document', 'sts:AssumeRole'],
      ['signed-in person', 's3:PutObject', '/documents/'],
    ],
    async run(world) {
      const { backend, person, pictureId } = world
      const job = await plantJob(backend, person.sub, { status: 'SUCCEEDED' })
      const id = documentIdSchema.parse(randomUUID())
      const uses = { pictureIds: [pictureId], generationIds: [job] }
      const thumbnailKey = documentThumbnailKey(person.sub, id, sha256Of(Buffer.from('thumbnail')))
      await put(world, thumbnailKey, 'thumbnail')
      for (const revision of [0, 1]) {
        const content = `content of ${revision}`
        const key = documentKey(person.sub, id, sha256Of(Buffer.from(content)))
        await put(world, key, content)
        const answer = await saveDocument(person, { id, revision, key, thumbnailKey, ...uses })
        failOn(answer)
        await read(world, documentIn(answer).key)
      }
      await read(world, thumbnailKey)
    },
  },
  {
    name: 'put a document into the trash and take it out again',
    needs: (['trashDocuments', 'restoreDocuments'] as const).flatMap((name) => [
      ...resolverNeeds(name),
      [name, 'appsync:GraphQL', 'Query.'] as const,
      [name, 'appsync:GraphQL', 'Mutation.'] as const,
      [name, 'dynamodb:UpdateItem'] as const,
    ]),
    async run({ backend, person }) {
      const id = await plantDocument(backend, person.sub)
      failOn(await person.ask(`mutation { trashDocuments(ids: ["${id}"]) }`))
      failOn(await person.ask(`mutation { restoreDocuments(ids: ["${id}"]) }`))
    },
  },
  {
    name: 'remove a document with what only it kept',
    needs: [
      ...resolverNeeds('removeDocuments'),
      ['removeDocuments', 'appsync:GraphQL', 'Query.'],
      ['removeDocuments', 'appsync:GraphQL', 'Mutation.'],
      ['removeDocuments', 's3:DeleteObject'],
      ['removeDocuments', 'dynamodb:UpdateItem'],
    ],
    async run({ backend, person }) {
      const { sub } = person
      const digest = newDigest()
      const removedAt = new Date().toISOString()
      const root = await plantPicture(backend, sub, {
        key: originalKey(sub, digest, 'image/png'),
        previewKey: previewKey(sub, digest, 'preview'),
        removedAt,
      })
      const key = `results/${sub}/${digest}/0.png`
      const made = await plantPicture(backend, sub, { key, origin: 'GENERATION' })
      const outputs = [{ index: 0, status: 'SUCCEEDED', pictureId: made, key }]
      const maskKey = `masks/${sub}/${digest}.png`
      const done = await plantJob(backend, sub, {
        status: 'SUCCEEDED',
        maskKey,
        outputs,
        removedAt,
      })
      // The picture is the job's own, which its record says only now that the job has an id.
      await plantPicture(backend, sub, {
        id: made,
        key,
        origin: 'GENERATION',
        generationId: done,
      })
      const waiting = await plantJob(backend, sub, { modelCalls: 1, removedAt })
      const queued = await plantJob(backend, sub, { removedAt })
      const id = await plantDocument(backend, sub, {
        pictureIds: [root],
        generationIds: [done, waiting, queued],
      })
      failOn(await person.ask(`mutation { removeDocuments(ids: ["${id}"]) }`))
      const rows = [...(await rowsOf(backend, 'Picture')), ...(await rowsOf(backend, 'Generation'))]
      const left = rows.filter((row) => [root, made, done, waiting].includes(row['id']?.S ?? ''))
      if (left.length > 0) throw new Error('What only the document kept is still there.')
    },
  },
]

/** Uploads an object as the person. @throws S3's own error */
async function put({ backend, person: { s3 } }: World, Key: string, Body: string): Promise<void> {
  const Bucket = backend.outputs.storage.bucket_name
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }))
}
