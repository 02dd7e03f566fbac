import { type DocumentRecord, documentRecordSchema } from '#domain/document/document.ts'
import { documentIdSchema } from '#domain/ids.ts'
import { documentKey } from '#domain/object-key.ts'
import { ada, noon, uuid } from './generation.ts'

/** A document of Ada's over her picture, saved once, with overrides. */
export function aDocument(
  overrides: Partial<Record<keyof DocumentRecord, unknown>> = {},
): DocumentRecord {
  const id = documentIdSchema.parse(overrides.id ?? uuid(700))
  const at = new Date(noon).toISOString()
  return documentRecordSchema.parse({
    id,
    owner: ada,
    createdAt: at,
    updatedAt: at,
    name: 'Harbour',
    revision: 1,
    rootPictureId: uuid(100),
    pictureIds: [uuid(100)],
    generationIds: [],
    key: documentKey(ada, id, 'a'.repeat(64)),
    ...overrides,
  })
}
