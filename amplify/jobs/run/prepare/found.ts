import type { RequestOf } from '#domain/generation/request.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import { pasteFound } from '../../../imaging/paste-found.ts'
import { showWhole } from '../../../imaging/show-whole.ts'
import { type Prepared, type PrepareJob, readSource, wordsOf } from './prepared.ts'

/**
 * REPLACE and RECOLOR: the model finds by words what to change and answers with a whole picture;
 * only what it changed is pasted into the full-resolution original.
 */
export async function prepareFound(
  job: PrepareJob<RequestOf<'REPLACE' | 'RECOLOR'>>,
): Promise<Prepared> {
  const { request, common, madeWith } = job
  const { original, sourceBytes } = await readSource(job)
  const shown = await showWhole(original, pictureRuleOf(job.card, common.task))
  const { operation: kind, search } = request
  const { image, size } = shown
  const keepsOpacity = kind === 'RECOLOR'
  return {
    operation: { ...common, ...wordsOf(request), kind, search, image, size },
    finish: (candidate, seed) =>
      pasteFound({ original, shown, candidate, keepsOpacity, made: madeWith(seed) }),
    log: { sourceBytes },
  }
}
