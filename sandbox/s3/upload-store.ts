import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { syncFolder } from '../state/sync-folder.ts'
import { checksumAlgorithms } from './checksum.ts'
import { makeFolder, readJson, type StagedFile, stageFile, writeJson } from './files.ts'

const uploadSchema = z.object({
  key: z.string(),
  initiatedMs: z.number(),
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  checksumAlgorithm: z.enum(checksumAlgorithms).optional(),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
})
export type Upload = z.infer<typeof uploadSchema>

const partSchema = z.object({
  number: z.number().int(),
  blob: z.string().regex(/^part-[\da-f-]{36}$/),
  sizeBytes: z.number().int().nonnegative(),
  md5Hex: z.string(),
  lastModifiedMs: z.number(),
  checksum: z.object({ algorithm: z.enum(checksumAlgorithms), value: z.string() }).optional(),
})
export type Part = z.infer<typeof partSchema>

/** The multipart uploads of one bucket that are neither completed nor aborted. */
export interface UploadStore {
  /** @returns the upload's id */
  create(upload: Upload): Promise<string>
  find(uploadId: string): Promise<Upload | undefined>
  list(): Promise<readonly (Upload & { readonly uploadId: string })[]>
  stage(): Promise<StagedFile>
  /** Puts a part in its place; a part of the same number is replaced. */
  commitPart(uploadId: string, staged: StagedFile, part: Omit<Part, 'blob'>): Promise<void>
  /** In order of their numbers. */
  parts(uploadId: string): Promise<readonly Part[]>
  readPart(uploadId: string, part: Part): AsyncIterable<Buffer>
  remove(uploadId: string): Promise<void>
}

/** Opens the uploads of one bucket: a folder each, holding its parts and their records. */
export async function openUploadStore(folder: string): Promise<UploadStore> {
  const uploads = join(folder, 'uploads')
  const staging = join(folder, 'upload-staging')
  await rm(staging, { recursive: true, force: true })
  await makeFolder(uploads)
  await makeFolder(staging)
  const folderOf = (uploadId: string) => join(uploads, uploadId)
  await removeUnknown(uploads)
  const find = async (uploadId: string) => {
    // The id comes from the client and must not become a path of its choice.
    if (!/^[\da-f-]{36}$/.test(uploadId)) return undefined
    const found = await readJson(join(folderOf(uploadId), 'upload.json'))
    return found === undefined ? undefined : uploadSchema.parse(found)
  }
  return {
    find,
    stage: () => stageFile(staging),
    create: async (upload) => {
      const uploadId = randomUUID()
      await makeFolder(folderOf(uploadId))
      await writeJson(staging, join(folderOf(uploadId), 'upload.json'), upload)
      return uploadId
    },
    list: async () => {
      const ids = await readdir(uploads)
      const found = await Promise.all(
        ids.map(async (uploadId) => ({ uploadId, upload: await find(uploadId) })),
      )
      return found.flatMap(({ uploadId, upload }) => (upload ? [{ ...upload, uploadId }] : []))
    },
    commitPart: async (uploadId, staged, part) => {
      const target = folderOf(uploadId)
      const record = join(target, `${part.number}.json`)
      const previous = partSchema.optional().parse(await readJson(record))
      const blob = `part-${randomUUID()}`
      await rename(staged.path, join(target, blob))
      await writeJson(staging, record, { ...part, blob })
      if (previous) await rm(join(target, previous.blob), { force: true })
    },
    parts: async (uploadId) => {
      const names = (await readdir(folderOf(uploadId))).filter((name) => /^\d+\.json$/.test(name))
      const parts = await Promise.all(
        names.map(async (name) => partSchema.parse(await readJson(join(folderOf(uploadId), name)))),
      )
      return parts.sort((a, b) => a.number - b.number)
    },
    readPart: (uploadId, part) => createReadStream(join(folderOf(uploadId), part.blob)),
    remove: async (uploadId) => {
      // The record goes first: a crash in between leaves no upload that has lost its parts.
      await rm(join(folderOf(uploadId), 'upload.json'), { force: true })
      await rm(folderOf(uploadId), { recursive: true, force: true })
      await syncFolder(uploads)
    },
  }
}

/** Parts whose upload a crash left half made or half removed: nobody can name it any more. */
async function removeUnknown(uploads: string): Promise<void> {
  for (const uploadId of await readdir(uploads)) {
    const isKnown = (await readdir(join(uploads, uploadId))).includes('upload.json')
    if (!isKnown) await rm(join(uploads, uploadId), { recursive: true, force: true })
  }
}
