import type { Generation } from '../generation/generation.ts'
import type { GenerationId, PictureId } from '../ids.ts'

/** @returns how many of these jobs made edits that lie over this picture, and so keep it */
export function editsOver(jobs: readonly Generation[], id: PictureId): number {
  return jobs.filter(
    ({ pictureId, outputs = [] }) =>
      pictureId === id && outputs.some(({ patchKey }) => patchKey !== undefined),
  ).length
}

/** @returns how many of these jobs made edits above a patch of this job, and so keep it */
export function editsAbove(jobs: readonly Generation[], id: GenerationId): number {
  return jobs.filter(({ layers = [] }) => layers.some((layer) => layer.generationId === id)).length
}
