import type { PictureId, UserId } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'
import type { BackendFacts } from '../../../scripts/backend-process.ts'
import { maskOf, plainPng } from '../../backend/files.ts'
import { type OpenBackend, openBackend } from '../../backend/open-backend.ts'
import { type Answer, personOf, upload, uploadMask } from '../../backend/person.ts'

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
  const { sub } = person
  const size = { ...minSize, width: minSize.width + n }
  const picture = await upload(backend, person, { bytes: await plainPng(size) })
  const maskKey = await uploadMask(backend, person, await maskOf(size, edit))
  return {
    sub,
    pictureId: picture.id,
    maskKey,
    patches: [],
    ask: (query, variables) => person.ask(query, variables),
    async staySignedIn() {
      if (Date.now() - since < oldSessionMs) return
      person = await personOf(backend, email)
      since = Date.now()
    },
  }
}
