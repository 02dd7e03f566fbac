import type { PictureId, UserId } from '#domain/ids.ts'
import { type Picture, pictureSchema } from '#domain/picture/picture.ts'
import type { RecordChange } from '#domain/record-change.ts'
import type { DataApi } from './data-api.ts'
import { createRecords, type Page } from './records.ts'

export type PictureChange = RecordChange<Picture>

export interface Pictures {
  get(id: PictureId): Promise<Picture | undefined>
  /** @returns whether the record was new; the same bytes are one picture */
  create(picture: Picture): Promise<boolean>
  /** Replaces what is known of a file. @returns `undefined` when it was changed meanwhile */
  change(seen: Picture, change: PictureChange): Promise<Picture | undefined>
  remove(id: PictureId): Promise<boolean>
  byOwner(owner: UserId, cursor?: string): Promise<Page<Picture>>
}

/** Pictures behind the data API, so that every write reaches its subscribers. */
export function createPictures(api: DataApi): Pictures {
  const records = createRecords(api, {
    name: 'Picture',
    schema: pictureSchema,
  })
  return {
    get: (id) => records.get(id),
    create: async (picture) => (await records.create(picture)) !== undefined,
    change: (seen, change) => records.update(seen, change),
    remove: (id) => records.remove(id),
    byOwner: (owner, cursor) => records.page('picturesByOwner', { owner }, cursor),
  }
}
