import { AppError } from '#domain/errors.ts'
import type { Size } from '#domain/frame/space.ts'
import type { ModelSize, PictureRule } from '#domain/model/card.ts'
import { abilityFor, pictureRuleOf } from '#domain/model/check.ts'
import { sizeIn } from '#domain/model/size-rule.ts'
import type { RequestOf } from '#domain/operation/request.ts'
import { plainPicture } from '../../../imaging/composed-picture.ts'
import { extendCanvas } from '../../../imaging/extend-canvas.ts'
import { makePatch } from '../../../imaging/make-patch.ts'
import { bandsWithin } from '../../../imaging/measure-grain.ts'
import { type Place, preparePainted, type Seam } from '../../../imaging/prepare-edit.ts'
import { prepareFrame } from '../../../imaging/prepare-frame.ts'
import { finishEdit } from './finish-edit.ts'
import { type Prepared, type PrepareJob, readSource, sentFields } from './prepared.ts'

/**
 * OUTPAINT: the picture on a larger canvas, at full resolution; what the model paints goes only
 * where no picture was (EXACT), or also into a narrow band along its edge (SEAMLESS).
 */
export async function prepareOutpaint(job: PrepareJob<RequestOf<'OUTPAINT'>>): Promise<Prepared> {
  const { card, request, common } = job
  const source = await readSource(job)
  const canvas = await extendCanvas(await source.picture.open(), request.frame)
  const rule = pictureRuleOf(card, common.task)
  const seam: Seam = request.edge === 'SEAMLESS' ? 'SOFT' : 'HARD'
  const asked = {
    ...common,
    ...sentFields(request),
    kind: request.operation,
  }
  const { painted } = canvas
  const { sourceBytes } = source
  const log = { sourceBytes }
  const { x, y } = source.picture.canvas
  const { width, height } = canvas.picture
  const grown = { x: x - request.frame.leftPx, y: y - request.frame.upPx, width, height }
  const finish =
    (prepared: Place): Prepared['finish'] =>
    async (candidate) => {
      const patch = await makePatch(prepared, candidate)
      return finishEdit({ place: prepared, patch, canvas: grown })
    }
  if (abilityFor(card, request).extendsBy === 'FRAME') {
    const prepared = await prepareFrame(canvas, request.frame, { rule, seam })
    const { image, frame, size } = prepared
    return {
      operation: { ...asked, form: 'FRAME', image, frame, size: sizeOfSent(rule, size) },
      finish: finish(prepared),
      log,
    }
  }
  const quiet = bandsWithin(canvas.old)
  const prepared = await preparePainted({
    picture: plainPicture(canvas.picture),
    painted,
    rule,
    seam,
    quiet,
  })
  const { image, mask, plan } = prepared
  return {
    operation: { ...asked, form: 'MASK', image, mask, size: plan.size },
    finish: finish(prepared),
    log,
  }
}

/** Its tier is the price. */
function sizeOfSent({ sizes }: PictureRule, size: Size): ModelSize {
  const known = sizeIn(sizes, size)
  if (known) return known
  throw new AppError('INTERNAL', 'The picture was brought to a size that the model does not take.')
}
