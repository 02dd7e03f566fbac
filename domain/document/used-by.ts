import type { GenerationId, PictureId } from '../ids.ts'
import type { DocumentRecord } from './document.ts'

/** @returns how many of these documents use a picture or a job, and so keep it; those in the trash too */
export function documentsWith(
  documents: readonly DocumentRecord[],
  id: PictureId | GenerationId,
): number {
  const uses = ({ pictureIds, generationIds }: DocumentRecord) =>
    [...pictureIds, ...generationIds].some((each) => each === id)
  return documents.filter(uses).length
}
