import { PutObjectCommand } from '@aws-sdk/client-s3'
import { type PictureId, pictureIdOf, type UserId } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import type { BackendFacts } from '../../../scripts/backend-process.ts'
import { maskOf, noisePng } from '../../backend/files.ts'
import { type OpenBackend, openBackend } from '../../backend/open-backend.ts'
import { type Answer, personOf, sha256Of } from '../../backend/person.ts'

/** Somebody with a small picture and a mask of it, who asks for images. */
export interface Customer {
  readonly sub: UserId
  readonly pictureId: PictureId
  readonly maskKey: string
  /** What came of their edits so far, to edit over it. */
  readonly patches: Pick<Layer, 'generationId' | 'index'>[]
  /** @throws TypeError when nothing answers */
  ask(query: string, variables: Record<string, unknown>): Promise<Answer>
  /** Signs in again once the session is old; one at a time, since the client keeps one session. */
  staySignedIn(): Promise<void>
}

/** Half of the hour after which Cognito ends a session. */
const oldSessionMs = 30 * 60_000

/** The least that is worth a crop; each customer's is a pixel wider than the one before. */
const minSize = { width: 96, height: 64 }
const edit = { x: 40, y: 20, width: 20, height: 20 }

/** Makes so many accounts and signs them in, each with its picture uploaded. */
export async function openCustomers(
  facts: BackendFacts,
  count: number,
): Promise<readonly Customer[]> {
  const backend = await openBackend(facts)
  const customers: Customer[] = []
  for (let n = 0; n < count; n += 1) customers.push(await openCustomer(backend, n))
  return customers
}

async function openCustomer(backend: OpenBackend, n: number): Promise<Customer> {
  const email = `customer-${n}@example.com`
  await backend.addUser(email)
  let person = await personOf(backend, email)
  let since = Date.now()
  const { sub, s3 } = person
  const Bucket = backend.outputs.storage.bucket_name
  const size = { ...minSize, width: minSize.width + n }
  const picture = await noisePng(size)
  const mask = await maskOf(size, edit)
  const keys = {
    picture: originalKey(sub, sha256Of(picture), 'image/png'),
    mask: maskKey(sub, sha256Of(mask)),
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: keys.picture, Body: picture }))
  await s3.send(new PutObjectCommand({ Bucket, Key: keys.mask, Body: mask }))
  return {
    sub,
    pictureId: await pictureIdOf(sub, sha256Of(picture)),
    maskKey: keys.mask,
    patches: [],
    ask: (query, variables) => person.ask(query, variables),
    async staySignedIn() {
      if (Date.now() - since < oldSessionMs) return
      person = await personOf(backend, email)
      since = Date.now()
    },
  }
}
