import { pictureRuleOf } from '#domain/model/check.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import type { OperationBy } from '#domain/operation/table.ts'
import { pasteFound } from '../../../imaging/paste-found.ts'
import { showWhole } from '../../../imaging/show-whole.ts'
import { type Prepared, type PrepareJob, readSource, sentFields } from './prepared.ts'

/**
 * REPLACE and RECOLOR: the model finds by words what to change and answers with a whole picture;
 * only what it changed is pasted into the full-resolution original.
 */
export async function prepareFound(
  job: PrepareJob<RequestOf<OperationBy<'FOUND'>>>,
): Promise<Prepared> {
  const { request, common, madeWith } = job
  const { original, sourceBytes } = await readSource(job)
  const shown = await showWhole(original, pictureRuleOf(job.card, common.task))
  const { operation: kind } = request
  const { image, size } = shown
  const keepsOpacity = kind === 'RECOLOR'
  return {
    operation: { ...common, ...sentFields(request), kind, image, size },
    finish: (candidate, seed) =>
      pasteFound({ original, shown, candidate, keepsOpacity, made: madeWith(seed) }),
    log: { sourceBytes },
  }
}
