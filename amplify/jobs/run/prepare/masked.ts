import type { RequestOf } from '#domain/operation/request.ts'
import { type OperationBy, operationTable } from '#domain/operation/table.ts'
import { makePatch } from '../../../imaging/make-patch.ts'
import { prepareEdit } from '../../../imaging/prepare-edit.ts'
import type { PreparedOperation } from '../../../models/adapter.ts'
import { finishEdit } from './finish-edit.ts'
import { type Prepared, type PrepareJob, readMaskFile, readSource, sentFields } from './prepared.ts'

/**
 * INPAINT, ERASE and PRECISE_OUTPAINT: a crop around the mask, whose answer becomes a patch at full resolution. A
 * precise edge is the mask's own, so that of what is kept not a pixel changes.
 */
type Masked = RequestOf<OperationBy<'MASKED'>> | (RequestOf<'INSTRUCT'> & { maskKey: string })

export async function prepareMasked(job: PrepareJob<Masked>): Promise<Prepared> {
  const { card, request, common } = job
  const [{ picture, sourceBytes }, mask] = await Promise.all([
    readSource(job),
    readMaskFile(job.objects, request.maskKey),
  ])
  // The picture itself is let go of before the model is called.
  const { canvas } = picture
  const { paints } = operationTable[request.operation]
  const seam = paints === 'KEEP' ? 'HARD' : 'SOFT'
  const prepared = await prepareEdit({ picture, mask, card, task: common.task, seam })
  const { image, mask: sentMask, plan } = prepared
  return {
    operation: {
      ...common,
      ...sentFields(request),
      kind: request.operation,
      image,
      mask: sentMask,
      size: plan.size,
      // Each kind is with the fields of its own, a pair that TypeScript cannot follow.
    } as PreparedOperation,
    finish: async (candidate) => {
      const patch = await makePatch(prepared, candidate)
      return finishEdit({ place: prepared, patch, canvas })
    },
    log: { sourceBytes, maskBytes: mask.length },
  }
}
