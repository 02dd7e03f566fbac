import type { Size } from '#domain/frame/space.ts'
import type { ModelSize, SizeRule } from '#domain/model/card.ts'
import { sizesFor } from '#domain/model/size-rule.ts'

/**
 * A picture of so many pixels comes back as a PNG of 2 to 3 bytes a pixel, in base64 (4 for 3), and
 * InvokeModel's answer ends at 25,000,000 bytes. No model sees more in a larger picture.
 */
export const mostAnswerPixels = 4_194_304

/**
 * The sizes of a rule in which a part of a picture may be sent, when about as many pixels return.
 * @param job.part size in source pixels of what the model should see
 */
export function answerable(
  rule: SizeRule,
  job: { source: Size; part: Size },
): readonly ModelSize[] {
  if (rule.kind === 'TABLE') return sizesFor(rule, job)
  const max = Math.max(rule.pixels.min, Math.min(rule.pixels.max, mostAnswerPixels))
  return sizesFor({ ...rule, pixels: { ...rule.pixels, max } }, job)
}
