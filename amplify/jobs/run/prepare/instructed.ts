import { pictureRuleOf } from '#domain/model/check.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import { showWhole } from '../../../imaging/show-whole.ts'
import type { PreparedOperation } from '../../../models/adapter.ts'
import { prepareFound } from './found.ts'
import { prepareMasked } from './masked.ts'
import { type Prepared, type PrepareJob, readReference } from './prepared.ts'

/**
 * INSTRUCT: the crop around a mask where one is painted, else the whole picture, of whose answer
 * only what changed is taken; and the pictures that the words name.
 */
export async function prepareInstructed(job: PrepareJob<RequestOf<'INSTRUCT'>>): Promise<Prepared> {
  const { generation, card, common, request } = job
  const keys = generation.referenceKeys ?? []
  const rule = pictureRuleOf(card, common.task)
  const references: Buffer[] = []
  for (const index of keys.keys()) {
    const shown = await showWhole(await readReference(job, index), rule, 1 + keys.length)
    references.push(shown.image)
  }
  const { maskKey } = request
  const prepared =
    maskKey === undefined
      ? await prepareFound({ ...job, request })
      : await prepareMasked({ ...job, request: { ...request, maskKey } })
  return { ...prepared, operation: { ...prepared.operation, references } as PreparedOperation }
}
