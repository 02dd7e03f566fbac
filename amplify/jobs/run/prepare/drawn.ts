import { AppError, orThrow, unreachable } from '#domain/errors.ts'
import type { ModelSize } from '#domain/model/card.ts'
import { abilityFor, pictureRuleOf, sizeAsked } from '#domain/model/check.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import type { OperationBy } from '#domain/operation/table.ts'
import type { OpenedOriginal } from '../../../imaging/open-original.ts'
import { type ShownPicture, showWhole } from '../../../imaging/show-whole.ts'
import { verifyResult } from '../../../imaging/verify-result.ts'
import type { PreparedOperation } from '../../../models/adapter.ts'
import {
  type Prepared,
  type PrepareJob,
  readReference,
  readSource,
  sentFields,
} from './prepared.ts'

/** The pictures that guide, in the order of the request. */
type Guides = {
  /** The picture itself. */
  readonly own?: ShownPicture
  /** More to mix in, or the one with the style. */
  readonly others: readonly ShownPicture[]
  readonly source?: OpenedOriginal
  readonly sourceBytes?: number
}

/** A whole new picture, from words, colours or other pictures; what it comes back as is verified. */
export async function prepareDrawn(
  job: PrepareJob<RequestOf<OperationBy<'DRAWN'>>>,
): Promise<Prepared> {
  const guides = await readGuides(job)
  const asked = abilityFor(job.card, job.request).sizes
  const sent = guides.own ?? guides.others[0]
  const like = guides.source
  const size = asked ? orThrow(sizeAsked(job.request, job.card, like)) : sent?.size
  if (!size) throw new AppError('INTERNAL', 'Nothing says which size to make.')
  // A picture that comes back as it was sent has the same margin, which nobody asked for.
  const part = asked ? undefined : sent?.fitted.model
  return {
    operation: operationOf(job, guides, size),
    finish: (image, seed) =>
      verifyResult({ image, size, ...(part && { part }), made: job.madeWith(seed) }),
    log: { ...(guides.sourceBytes && { sourceBytes: guides.sourceBytes }) },
  }
}

async function readGuides(job: PrepareJob<RequestOf<OperationBy<'DRAWN'>>>): Promise<Guides> {
  const { generation, card, common } = job
  const keys = generation.referenceKeys ?? []
  const pictures = (generation.sourceKey === undefined ? 0 : 1) + keys.length
  if (pictures === 0) return { others: [] }
  const rule = pictureRuleOf(card, common.task)
  const others: ShownPicture[] = []
  for (const index of keys.keys()) {
    others.push(await showWhole(await readReference(job, index), rule, pictures))
  }
  if (generation.sourceKey === undefined) return { others }
  const { picture, sourceBytes } = await readSource(job)
  const source = await picture.open()
  return { own: await showWhole(source, rule, pictures), others, source, sourceBytes }
}

function operationOf(
  job: PrepareJob<RequestOf<OperationBy<'DRAWN'>>>,
  guides: Guides,
  size: ModelSize,
): PreparedOperation {
  const { request } = job
  const common = { ...job.common, size }
  const own = guides.own?.image
  const [other] = guides.others
  switch (request.operation) {
    case 'TEXT_TO_IMAGE':
      return { ...common, ...sentFields(request), kind: request.operation }
    case 'VARIATION': {
      const images = [needed(own), ...guides.others.map(({ image }) => image)]
      return { ...common, ...sentFields(request), kind: request.operation, images }
    }
    case 'COLOR_GUIDED':
      return { ...common, ...sentFields(request), kind: request.operation, image: own }
    case 'STRUCTURE':
      return { ...common, ...sentFields(request), kind: request.operation, image: needed(own) }
    case 'STYLE': {
      const pixels = { styleImage: other?.image, image: own }
      return { ...common, ...sentFields(request), kind: request.operation, ...pixels }
    }
    default:
      return unreachable(request)
  }
}

function needed(image: Buffer | undefined): Buffer {
  if (image) return image
  throw new AppError('NOT_FOUND', { key: 'jobFileGone', file: 'picture' })
}
