import type { PictureRule } from './card.ts'

/** Of InvokeModel's 25,000,000 bytes, what base64 (4 for 3) and the other fields leave for files. */
const maxBytesInAll = 18_000_000

/**
 * A picture of so many pixels comes back as a PNG of 2 to 3 bytes a pixel, in base64 (4 for 3), and
 * InvokeModel's answer ends at 25,000,000 bytes. No model sees more in a larger picture.
 */
export const maxAnswerPixels = 4_194_304

/** The limit of several pictures together. Five of a megapixel, the most that most models take, always fit. */
export const maxPixelsInAnswer = 6_000_000

/**
 * How large each picture of a call may be as a file, so that the whole body is accepted.
 * @param pictures how many go into one call, a mask among them
 */
export function maxPictureBytes(rule: PictureRule, pictures: number): number {
  const share = Math.floor(maxBytesInAll / pictures)
  return Math.min(rule.maxBytes, share)
}
