import { createHash } from 'node:crypto'
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { confirmSignUp, signUp } from 'aws-amplify/auth'
import { type DocumentRecord, documentRecordSchema } from '#domain/document/document.ts'
import { wireErrorSchema } from '#domain/errors.ts'
import { type Export, exportSchema, isEnded } from '#domain/export/export.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { generationSchema } from '#domain/generation/generation.ts'
import { pictureIdOf } from '#domain/ids.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { type ImageMime, maskKey, originalKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { pictureSchema } from '#domain/picture/picture.ts'
import type { Usage } from '#domain/usage/usage.ts'
import { recordFields } from '../../amplify/store/selection.ts'
import { type Address, type Keys, placeOf, s3With } from './address.ts'
import { type Backend, deployed, waitFor } from './backend.ts'
import { mailedCode } from './inbox.ts'
import { openSession, password, type Session } from './sign-in.ts'

const generationFields = recordFields(generationSchema)
const documentFields = recordFields(documentRecordSchema)
const exportFields = recordFields(exportSchema)
const pictureFields = recordFields(pictureSchema)

export type Answer = {
  readonly status: number
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly message: string; readonly errorType?: string }[]
}

/** Somebody who is signed in, with the keys of the identity pool. */
export type Person = Session & {
  readonly keys: Keys
  readonly s3: S3Client
  /** Sends one GraphQL request. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>
}

/** Signs up with the mailed code, and in. */
export async function signUpPerson(backend: Backend, name: string): Promise<Person> {
  const email = `${name}@${backend.mailDomain}`
  await signUpOnly(backend, email)
  return personOf(backend, email)
}

/** Signs up with the mailed code. */
export async function signUpOnly({ endpoint }: Address, email: string): Promise<void> {
  await signUp({ username: email, password, options: { userAttributes: { email } } })
  const confirmationCode = (await mailedCode(endpoint, email)) ?? ''
  await confirmSignUp({ username: email, confirmationCode })
}

/** Signs in somebody who has an account. */
export async function personOf(backend: Address, email: string): Promise<Person> {
  const session = await openSession(email)
  const keys = await keysFor(backend, session.idToken)
  return {
    ...session,
    keys,
    s3: s3With(backend, keys),
    ask: (query, variables) => askWith(backend, { token: session.idToken, query, variables }),
  }
}

/** What the identity pool gives for an ID token. @throws NotAuthorizedException */
export async function keysFor(backend: Address, idToken: string): Promise<Keys> {
  const { auth } = backend.outputs
  const client = new CognitoIdentityClient({ ...placeOf(backend), credentials: noKeys })
  const provider = `cognito-idp.${backend.region}.amazonaws.com/${auth.user_pool_id}`
  const Logins = { [provider]: idToken }
  const IdentityPoolId = auth.identity_pool_id
  const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId, Logins }))
  const { Credentials: given } = await client.send(
    new GetCredentialsForIdentityCommand({ IdentityId, Logins }),
  )
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  }
}

/** The sandbox reads no signature where AWS asks for none. */
const noKeys = { accessKeyId: 'none', secretAccessKey: 'none' }

/** One GraphQL request with any token, or none. */
export async function askWith(
  { outputs }: Address,
  of: { token?: string; query: string; variables?: Record<string, unknown> | undefined },
): Promise<Answer> {
  const { token, query, variables } = of
  const response = await fetch(outputs.data.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: token }),
    },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as Partial<Answer>
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] }
}

export async function generate(
  person: Person,
  id: string,
  request: Record<string, unknown>,
): Promise<Answer> {
  const mutation = `mutation Generate($id: ID!, $request: GenerationRequestInput!) {
    generateImage(id: $id, request: $request) { ${generationFields} } }`
  return person.ask(mutation, { id, request })
}

/** Asks for an export. @param request beside what has a default here */
export async function askForExport(
  person: Person,
  request: Record<string, unknown>,
): Promise<Answer> {
  const mutation = `mutation Make($request: ExportRequestInput!) {
    exportPicture(request: $request) { ${exportFields} } }`
  const asked = { mime: 'image/png', keepMetadata: true, keepProvenance: true, ...request }
  return person.ask(mutation, { request: asked })
}

/** Waits for the end of an export that was asked for. @throws Error when it was refused */
export async function endedExport(person: Person, answer: Answer): Promise<Export> {
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors))
  const id = exportIdIn(answer)
  return waitFor(`the end of export ${id}`, async () => {
    const seen = await getExport(person, id)
    return seen && isEnded(seen) ? seen : undefined
  })
}

/** The id of the export that was asked for. */
export function exportIdIn({ data }: Answer): string {
  return (data as { exportPicture: Export }).exportPicture.id
}

export async function getExport(person: Person, id: string): Promise<Export | undefined> {
  const query = `query Get($id: ID!) { getExport(id: $id) { ${exportFields} } }`
  const { data } = await person.ask(query, { id })
  return (data?.['getExport'] as Export | null) ?? undefined
}

/** Saves a document, whose objects are there. @param save beside what has a default here */
export async function saveDocument(person: Person, save: Record<string, unknown>): Promise<Answer> {
  const mutation = `mutation Save($document: DocumentSaveInput!) {
    saveDocument(document: $document) { ${documentFields} } }`
  const asked = { revision: 0, name: 'Harbour', pictureIds: [], generationIds: [], ...save }
  return person.ask(mutation, { document: asked })
}

/** The document that was saved. */
export function documentIn({ data }: Answer): DocumentRecord {
  return documentRecordSchema.parse(withoutNulls(data?.['saveDocument']))
}

export async function getDocument(person: Person, id: string): Promise<DocumentRecord | undefined> {
  const query = `query Get($id: ID!) { getDocument(id: $id) { ${documentFields} } }`
  const { data } = await person.ask(query, { id })
  const found = data?.['getDocument']
  return found ? documentRecordSchema.parse(withoutNulls(found)) : undefined
}

/** What the application says of a refusal: code and field, without the sentence and the id. */
export function refusalOf({ errors }: Answer): { code: string; field?: string } | undefined {
  const message = errors[0]?.message
  if (message === undefined) return undefined
  const { code, field } = wireErrorSchema.parse(JSON.parse(message))
  return { code, ...(field === undefined ? {} : { field }) }
}

export async function getPicture(person: Person, id: string): Promise<Picture | undefined> {
  const query = `query Get($id: ID!) { getPicture(id: $id) { ${pictureFields} } }`
  const { data } = await person.ask(query, { id })
  return (data?.['getPicture'] as Picture | null) ?? undefined
}

export async function getGeneration(person: Person, id: string): Promise<Generation | undefined> {
  const query = `query Get($id: ID!) { getGeneration(id: $id) { ${generationFields} } }`
  const { data } = await person.ask(query, { id })
  return (data?.['getGeneration'] as Generation | null) ?? undefined
}

export function finished(person: Person, id: string): Promise<Generation> {
  return waitFor(`the end of job ${id}`, async () => {
    const generation = await getGeneration(person, id)
    return generation?.finishedAt ? generation : undefined
  })
}

/** What is counted against a person over all months, once every finished job has been settled. */
export async function usageOf(
  backend: Backend,
  person: Person,
): Promise<Pick<Usage, 'images' | 'costMicros'>> {
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const [TableName] = deployed(backend, 'Custom::AmplifyDynamoDBTable').filter((name) =>
    name.startsWith('Usage-'),
  )
  // A job's end is visible a moment before its quota is given back: its mark says when that is done.
  await waitFor('the settling of all jobs', async () => {
    const { Items = [] } = await tables.send(new ScanCommand({ TableName, ConsistentRead: true }))
    return Items.some((row) => row['state']?.S === 'HELD') ? undefined : true
  })
  const query = `query Used($owner: String!) {
    usageByOwner(owner: $owner) { items { period images costMicros } } }`
  const { data } = await person.ask(query, { owner: person.sub })
  const rows = (data?.['usageByOwner'] as { items: Usage[] } | undefined)?.items ?? []
  const items = rows.filter(({ period }) => period.length === 'YYYY-MM'.length)
  return {
    images: items.reduce((sum, each) => sum + each.images, 0),
    costMicros: items.reduce((sum, each) => sum + each.costMicros, 0),
  }
}

async function putObject(
  backend: Address,
  person: Pick<Person, 's3'>,
  object: { key: string; bytes: Buffer | string },
): Promise<void> {
  const Bucket = backend.outputs.storage.bucket_name
  await person.s3.send(new PutObjectCommand({ Bucket, Key: object.key, Body: object.bytes }))
}

/** Uploads a file under its digest and waits for what the ingest makes of it. */
export async function upload(
  backend: Address,
  person: Person,
  file: { bytes: Buffer; mime?: ImageMime; digest?: string },
): Promise<Picture> {
  const digest = file.digest ?? sha256Of(file.bytes)
  const key = originalKey(person.sub, digest, file.mime ?? 'image/png')
  await putObject(backend, person, { key, bytes: file.bytes })
  const id = await pictureIdOf(person.sub, digest)
  return waitFor(`picture ${key}`, async () => {
    const picture = await getPicture(person, id)
    return picture && picture.status !== 'PROCESSING' ? picture : undefined
  })
}

/** @returns the mask's key */
export async function uploadMask(backend: Address, person: Person, png: Buffer): Promise<string> {
  const key = maskKey(person.sub, sha256Of(png))
  await putObject(backend, person, { key, bytes: png })
  return key
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
