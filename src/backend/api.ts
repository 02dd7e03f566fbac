/** Every call of the GraphQL API, with its answer parsed. Each throws AppError. */
import * as z from 'zod'
import { type DocumentRecord, documentRecordSchema } from '#domain/document/document.ts'
import type { DocumentSave } from '#domain/document/save.ts'
import { AppError } from '#domain/errors.ts'
import { type Export, exportSchema } from '#domain/export/export.ts'
import type { ExportRequest } from '#domain/export/request.ts'
import { type Generation, generationSchema } from '#domain/generation/generation.ts'
import type { DocumentId, GenerationId, PictureId, UserId } from '#domain/ids.ts'
import { type ModelState, modelStateSchema } from '#domain/model/state.ts'
import { withoutNulls } from '#domain/nulls.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import { type Picture, pictureSchema } from '#domain/picture/picture.ts'
import { type Amount, usageIdOf, usageSchema } from '#domain/usage/usage.ts'
import { client } from './client.ts'
import type { Batch } from './collection.ts'
import { dataOf, toAppError } from './errors.ts'

const pageSize = 20

type Answer = { data: unknown; errors?: readonly unknown[] | undefined }
type PageAnswer = Answer & { nextToken?: string | null | undefined }

/** One page of the history, newest first. */
export function fetchGenerations(
  owner: UserId,
  nextToken: string | null,
): Promise<Batch<Generation>> {
  return page(generationSchema, () =>
    client.models.Generation.generationsByOwner({ owner }, pageOptions(nextToken)),
  )
}

/** One page of the pictures, newest first. */
export function fetchPictures(owner: UserId, nextToken: string | null): Promise<Batch<Picture>> {
  return page(pictureSchema, () =>
    client.models.Picture.picturesByOwner({ owner }, pageOptions(nextToken)),
  )
}

/** @returns `undefined` when there is no such job, or it is somebody else's */
export function fetchGeneration(id: string): Promise<Generation | undefined> {
  return one(generationSchema.optional(), () => client.models.Generation.get({ id }))
}

/** @returns `undefined` when there is no such picture, or it is somebody else's */
export function fetchPicture(id: string): Promise<Picture | undefined> {
  return one(pictureSchema.optional(), () => client.models.Picture.get({ id }))
}

/** Some 5,000 documents: as many as anybody can look through. */
const maxDocumentPages = 50

/** All documents of a person, those in the trash too, the last changed first. */
export async function fetchDocuments(owner: UserId): Promise<Batch<DocumentRecord>> {
  const records: DocumentRecord[] = []
  let nextToken: string | null = null
  for (let read = 0; read < maxDocumentPages; read += 1) {
    const options = { ...pageOptions(nextToken), limit: 100 }
    const batch: Batch<DocumentRecord> = await page(documentRecordSchema, () =>
      client.models.Document.documentsByOwner({ owner }, options),
    )
    records.push(...batch.records)
    nextToken = batch.nextToken
    if (nextToken === null) break
  }
  return { records, nextToken: null }
}

/** @returns `undefined` when there is no such document, or it is somebody else's */
export function fetchDocument(id: DocumentId): Promise<DocumentRecord | undefined> {
  return one(documentRecordSchema.optional(), () => client.models.Document.get({ id }))
}

/** Saves a document, whose objects are there. @throws AppError CONFLICT with the revision that it has now */
export function sendDocument(save: DocumentSave): Promise<DocumentRecord> {
  // What is left out of a parsed save has no key, which the generated type cannot say.
  const document = save as Parameters<typeof client.mutations.saveDocument>[0]['document']
  return one(documentRecordSchema, () => client.mutations.saveDocument({ document }))
}

/** @param ids at most 100 */
export function sendTrashDocuments(ids: string[]): Promise<readonly string[]> {
  return one(z.array(z.string()), () => client.mutations.trashDocuments({ ids }))
}

/** @param ids at most 100 */
export function sendRestoreDocuments(ids: string[]): Promise<readonly string[]> {
  return one(z.array(z.string()), () => client.mutations.restoreDocuments({ ids }))
}

/** Removes documents for good. @param ids at most 100 */
export function sendRemoveDocuments(ids: string[]): Promise<readonly string[]> {
  return one(z.array(z.string()), () => client.mutations.removeDocuments({ ids }))
}

/** @param period a UTC day or month, as `2026-11-21` or `2026-11`; nothing used yet is zero */
export async function fetchUsage(owner: UserId, period: string): Promise<Amount> {
  const id = usageIdOf(owner, period)
  const usage = await one(usageSchema.optional(), () => client.models.Usage.get({ id }))
  return usage ?? { images: 0, costMicros: 0 }
}

/** What is known of the models beyond the catalogue; a row for each that there is news of. */
export function fetchModelStates(): Promise<readonly ModelState[]> {
  return one(z.array(modelStateSchema), () => client.models.ModelState.list({ limit: 100 }))
}

/** Sends a request; the same id again returns the same job. */
export function sendGeneration(id: GenerationId, request: GenerationRequest): Promise<Generation> {
  // What is left out of a parsed request has no key, which the generated type cannot say.
  const input = request as Parameters<typeof client.mutations.generateImage>[0]['request']
  return one(generationSchema, () => client.mutations.generateImage({ id, request: input }))
}

/** Asks a job to stop; one that has ended stays as it is. */
export function sendCancel(id: GenerationId): Promise<Generation> {
  return one(generationSchema, () => client.mutations.cancelGeneration({ id }))
}

/** Asks for a file of a composition; the same again gives the same export. */
export function sendExport(request: ExportRequest): Promise<Export> {
  // What is left out of a parsed request has no key, which the generated type cannot say.
  const input = request as Parameters<typeof client.mutations.exportPicture>[0]['request']
  return one(exportSchema, () => client.mutations.exportPicture({ request: input }))
}

/** @returns `undefined` when there is no such export any more, or it is somebody else's */
export function fetchExport(id: string): Promise<Export | undefined> {
  return one(exportSchema.optional(), () => client.models.Export.get({ id }))
}

/** Asks for an export not to be made; one that has ended stays as it is. */
export function sendCancelExport(id: string): Promise<Export> {
  return one(exportSchema, () => client.mutations.cancelExport({ id }))
}

/** @param ids at most 100 */
export function sendRemoveGenerations(ids: string[]): Promise<readonly string[]> {
  return one(z.array(z.string()), () => client.mutations.removeGenerations({ ids }))
}

/** @param ids at most 100 */
export function sendRemovePictures(ids: string[]): Promise<readonly string[]> {
  return one(z.array(z.string()), () => client.mutations.removePictures({ ids }))
}

/** Changes what a person may change of a picture. */
export function sendPictureChange(change: {
  id: PictureId
  title?: string
  favourite?: boolean
}): Promise<Picture> {
  return one(pictureSchema, () => client.models.Picture.update(change))
}

/** Some 25 s each: the largest account is gone long before. */
const maxDeletions = 200

/** Removes everything of the caller, and the account; a large one takes several calls. */
export async function sendDeleteAccount(): Promise<void> {
  for (let call = 0; call < maxDeletions; call += 1) {
    const isGone = await one(z.boolean(), () => client.mutations.deleteAccount())
    if (isGone) return
  }
  throw new AppError('TIMED_OUT', { key: 'accountNotGone' })
}

function pageOptions(nextToken: string | null) {
  return {
    sortDirection: 'DESC' as const,
    limit: pageSize,
    ...(nextToken === null ? {} : { nextToken }),
  }
}

async function one<T>(schema: z.ZodType<T>, call: () => Promise<Answer>): Promise<T> {
  try {
    const answer = await call()
    if (answer.data === null && answer.errors?.[0] === undefined) return schema.parse(undefined)
    return schema.parse(withoutNulls(dataOf(answer)))
  } catch (error) {
    throw toAppError(error)
  }
}

async function page<T>(schema: z.ZodType<T>, call: () => Promise<PageAnswer>): Promise<Batch<T>> {
  try {
    const answer = await call()
    const rows = z.array(z.unknown()).parse(withoutNulls(dataOf(answer)))
    // A record of another version is the only one that is not there.
    const records = rows.flatMap((row) => schema.safeParse(row).data ?? [])
    return { records, nextToken: answer.nextToken ?? null }
  } catch (error) {
    throw toAppError(error)
  }
}
