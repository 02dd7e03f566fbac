import { AppError } from '#domain/errors.ts'
import { abilityFor, pictureRuleOf } from '#domain/model/check.ts'
import { maxPictureBytes } from '#domain/model/picture-bytes.ts'
import { misfit, sizeIn } from '#domain/model/size-rule.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import { encodePicture } from '../../../imaging/encode-for-model.ts'
import { renderSeen } from '../../../imaging/model-image.ts'
import { verifyEnlarged } from '../../../imaging/verify-result.ts'
import { type Prepared, type PrepareJob, readSource, sentFields } from './prepared.ts'

/** UPSCALE: the picture goes out as it is, so it must be within the service's limits. */
export async function prepareUpscale(job: PrepareJob<RequestOf<'UPSCALE'>>): Promise<Prepared> {
  const { card, request, common, madeWith } = job
  const { picture, sourceBytes } = await readSource(job)
  const original = await picture.open()
  const rule = pictureRuleOf(card, common.task)
  const size = sizeIn(rule.sizes, original)
  if (!size) {
    const reason = misfit(card.name, rule.sizes, original)
    throw new AppError('INVALID_REQUEST', reason, { field: 'pictureId' })
  }
  const pixels = await renderSeen(original, original, original.profile)
  const { image } = await encodePicture(pixels, original, maxPictureBytes(rule, 1))
  const times = abilityFor(card, request).result === 'FOUR_TIMES' ? { times: 4 } : {}
  return {
    operation: { ...common, ...sentFields(request), kind: 'UPSCALE', image, size },
    finish: (enlarged, seed) =>
      verifyEnlarged({ image: enlarged, original, ...times, made: madeWith(seed) }),
    log: { sourceBytes },
  }
}
