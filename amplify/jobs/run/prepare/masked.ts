import type { RequestOf } from '#domain/generation/request.ts'
import { pasteBack } from '../../../imaging/paste-back.ts'
import { prepareEdit } from '../../../imaging/prepare-edit.ts'
import type { PreparedOperation } from '../../../models/adapter.ts'
import { type Prepared, type PrepareJob, readMaskFile, readSource, wordsOf } from './prepared.ts'

/**
 * INPAINT, ERASE and PRECISE_OUTPAINT: a crop around the mask, pasted back at full resolution. A
 * precise edge is the mask's own, so that of what is kept not a pixel changes.
 */
export async function prepareMasked(
  job: PrepareJob<RequestOf<'INPAINT' | 'ERASE' | 'PRECISE_OUTPAINT'>>,
): Promise<Prepared> {
  const { card, request, common, madeWith } = job
  const { original, sourceBytes } = await readSource(job)
  const mask = await readMaskFile(job.objects, request.maskKey)
  const seam = request.operation === 'PRECISE_OUTPAINT' ? 'HARD' : 'SOFT'
  const prepared = await prepareEdit({ original, mask, card, task: common.task, seam })
  const masked = {
    ...common,
    image: prepared.image,
    mask: prepared.mask,
    size: prepared.plan.size,
  }
  const operation: PreparedOperation =
    request.operation === 'ERASE'
      ? { ...masked, kind: 'ERASE' }
      : { ...masked, ...wordsOf(request), kind: request.operation }
  return {
    operation,
    finish: (candidate, seed) => pasteBack({ original, prepared, candidate, made: madeWith(seed) }),
    log: { sourceBytes, maskBytes: mask.length },
  }
}
