import type { Size } from '#domain/frame/space.ts'
import type { ModelSize, SizeRule } from '#domain/model/card.ts'
import { maxAnswerPixels } from '#domain/model/picture-bytes.ts'
import { sizesFor } from '#domain/model/size-rule.ts'

/**
 * The sizes of a rule in which a part of a picture may be sent, when about as many pixels return.
 * @param job.part size in source pixels of what the model should see
 */
export function answerable(
  rule: SizeRule,
  job: { source: Size; part: Size },
): readonly ModelSize[] {
  if (rule.kind === 'TABLE') return sizesFor(rule, job)
  const max = Math.max(rule.pixels.min, Math.min(rule.pixels.max, maxAnswerPixels))
  return sizesFor({ ...rule, pixels: { ...rule.pixels, max } }, job)
}
