import { PutObjectCommand } from '@aws-sdk/client-s3'
import { pictureSchema } from '#domain/picture/picture.ts'
import { recordFields } from '../amplify/store/selection.ts'
import { pictureIdOf } from '../domain/ids.ts'
import { maskKey, originalKey } from '../domain/object-key.ts'
import type { Picture } from '../domain/picture/picture.ts'
import { openLive } from '../tests/backend/live.ts'
import type { OpenBackend } from '../tests/backend/open-backend.ts'
import { personOf, sha256Of } from '../tests/backend/person.ts'
import { photoJpeg } from './pictures.ts'

const pictureFields = recordFields(pictureSchema)

/** Somebody signed in, with four subscriptions open and one picture in the library. */
export interface LoadClient {
  /** Asks for the first page of the history. */
  readHistory(): Promise<void>
  /** Renames the picture and waits until the subscription tells of it. */
  renameAndHear(title: string): Promise<void>
  /** Puts an object where masks go, which starts no function. */
  upload(bytes: Buffer): Promise<void>
  close(): void
}

const historyQuery = `query History($owner: String!) {
  generationsByOwner(owner: $owner, sortDirection: DESC, limit: 20) { items { id } nextToken } }`
const renameMutation = `mutation Rename($input: UpdatePictureInput!) {
  updatePicture(input: $input) { ${pictureFields} } }`
const subscriptions = {
  onCreateGeneration: 'id',
  onUpdateGeneration: 'id',
  onCreatePicture: pictureFields,
  onUpdatePicture: pictureFields,
}

/** Makes the account number `n`, signs it in, subscribes and uploads its picture. */
export async function openLoadClient(backend: OpenBackend, n: number): Promise<LoadClient> {
  const email = `load-${n}@example.com`
  await backend.addUser(email)
  const person = await personOf(backend, email)
  const { sub: owner, idToken, s3 } = person
  const Bucket = backend.outputs.storage.bucket_name
  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket, Key, Body }))

  const live = await openLive<Picture>(backend, idToken)
  for (const [field, selection] of Object.entries(subscriptions)) {
    await live.subscribe(`${field}(owner: "${owner}")`, selection)
  }

  const photo = await photoJpeg({ width: 320 + n, height: 240 })
  await put(originalKey(owner, sha256Of(photo), 'image/jpeg'), photo)
  const id = await pictureIdOf(owner, sha256Of(photo))
  await live.heard(({ status }) => status === 'READY')
  return {
    async readHistory() {
      const { errors } = await person.ask(historyQuery, { owner })
      if (errors[0]) throw new Error(errors[0].message)
    },
    async renameAndHear(title) {
      const heard = live.heard(({ title: now }) => now === title)
      const { errors } = await person.ask(renameMutation, { input: { id, title } })
      if (errors[0]) throw new Error(errors[0].message)
      await heard
    },
    async upload(bytes) {
      await put(maskKey(owner, sha256Of(bytes)), bytes)
    },
    close: () => live.close(),
  }
}
