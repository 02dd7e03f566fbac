import { type Export, exportSchema } from '#domain/export/export.ts'
import { ada, noon, uuid } from './generation.ts'

/** A queued export as PNG of a picture of Ada's, without layers, with overrides. */
export function anExport(overrides: Partial<Record<keyof Export, unknown>> = {}): Export {
  return exportSchema.parse({
    id: uuid(5),
    owner: ada,
    createdAt: new Date(noon).toISOString(),
    pictureId: uuid(100),
    mime: 'image/png',
    keepMetadata: true,
    keepProvenance: true,
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    progress: 0,
    expiresAt: noon / 1_000 + 86_400,
    ...overrides,
  })
}
