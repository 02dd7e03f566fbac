import { pictureRuleOf } from '#domain/model/check.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import type { OperationBy } from '#domain/operation/table.ts'
import { makeFoundPatch } from '../../../imaging/found-patch.ts'
import { showWhole } from '../../../imaging/show-whole.ts'
import type { PreparedOperation } from '../../../models/adapter.ts'
import { finishEdit } from './finish-edit.ts'
import { type Prepared, type PrepareJob, readSource, sentFields } from './prepared.ts'

/**
 * REPLACE, RECOLOR and INSTRUCT: the model finds by words what to change and answers with a whole picture;
 * only what it changed becomes a patch at full resolution.
 */
export async function prepareFound(
  job: PrepareJob<RequestOf<OperationBy<'FOUND'> | 'INSTRUCT'>>,
): Promise<Prepared> {
  const { request, common } = job
  const { picture, sourceBytes } = await readSource(job)
  const original = await picture.open()
  const shown = await showWhole(original, pictureRuleOf(job.card, common.task))
  const { operation: kind } = request
  const { image, size } = shown
  const keepsOpacity = kind === 'RECOLOR'
  return {
    // Each kind is with the fields of its own, a pair that TypeScript cannot follow.
    operation: { ...common, ...sentFields(request), kind, image, size } as PreparedOperation,
    finish: async (candidate) => {
      const patch = await makeFoundPatch({ original, shown, candidate, keepsOpacity })
      const place = { window: original, at: { x: 0, y: 0 } }
      return finishEdit({ place, patch, canvas: picture.canvas })
    },
    log: { sourceBytes },
  }
}
