import { GetObjectCommand } from '@aws-sdk/client-s3'
import * as z from 'zod'
import { type DocumentRecord, documentRecordSchema } from '#domain/document/document.ts'
import { type Generation, generationSchema } from '#domain/generation/generation.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { type Picture, pictureSchema } from '#domain/picture/picture.ts'
import { recordFields } from '../../../amplify/store/selection.ts'
import { unpack } from '../../../src/documents/pack.ts'
import type { EditorDocument } from '../../../src/editor/document/document.ts'
import { readHistory } from '../../../src/editor/store/stored-history.ts'
import type { OpenBackend } from '../../backend/open-backend.ts'
import type { Person } from '../../backend/person.ts'

/** What the account has of somebody. */
export interface Account {
  /** The documents as they were saved last, by id. */
  documents(): Promise<ReadonlyMap<string, EditorDocument>>
  generations(): Promise<readonly Generation[]>
  pictures(): Promise<readonly Picture[]>
}

const pageSize = 1_000

export function accountOf(backend: OpenBackend, person: Person): Account {
  const list = async <T>(query: string, schema: z.ZodType<T>, fields: string): Promise<T[]> => {
    const text = `query List($owner: String!) {
      ${query}(owner: $owner, limit: ${pageSize}) { items { ${fields} } } }`
    const { data, errors } = await person.ask(text, { owner: person.sub })
    const found = data?.[query] as { items: unknown[] } | undefined
    if (!found) throw new Error(`${query}: ${JSON.stringify(errors)}`)
    return found.items.map((item) => schema.parse(withoutNulls(item)))
  }
  const known = new Map<string, { key: string; present: EditorDocument }>()
  const read = async ({ id, key }: DocumentRecord) => {
    const before = known.get(id)
    if (before?.key === key) return before.present
    const Bucket = backend.outputs.storage.bucket_name
    const { Body } = await person.s3.send(new GetObjectCommand({ Bucket, Key: key }))
    const bytes = new Uint8Array(await (Body as NonNullable<typeof Body>).transformToByteArray())
    const content = (await unpack(bytes)) as { history?: unknown }
    const present = readHistory(content.history)?.present
    if (!present) throw new Error(`Document ${id} cannot be read.`)
    known.set(id, { key, present })
    return present
  }
  return {
    async documents() {
      const fields = recordFields(documentRecordSchema)
      const records = await list('documentsByOwner', documentRecordSchema, fields)
      const all = new Map<string, EditorDocument>()
      for (const record of records) all.set(record.id, await read(record))
      return all
    },
    generations: () => list('generationsByOwner', generationSchema, recordFields(generationSchema)),
    pictures: () => list('picturesByOwner', pictureSchema, recordFields(pictureSchema)),
  }
}
