import { pictureRuleOf } from '#domain/model/check.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import { cutOutSubject } from '../../../imaging/cut-out-subject.ts'
import { showWhole } from '../../../imaging/show-whole.ts'
import { type Prepared, type PrepareJob, readSource } from './prepared.ts'

/** REMOVE_BACKGROUND: only the opacity comes from the model, taken to the full resolution. */
export async function prepareBackground(
  job: PrepareJob<RequestOf<'REMOVE_BACKGROUND'>>,
): Promise<Prepared> {
  const { common, madeWith } = job
  const { picture, sourceBytes } = await readSource(job)
  const original = await picture.open()
  const shown = await showWhole(original, pictureRuleOf(job.card, common.task))
  return {
    operation: { ...common, kind: 'REMOVE_BACKGROUND', image: shown.image, size: shown.size },
    finish: (candidate, seed) =>
      cutOutSubject({ original, shown, candidate, made: madeWith(seed) }),
    log: { sourceBytes },
  }
}
