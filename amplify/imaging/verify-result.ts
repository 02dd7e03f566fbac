import type { ModelSize } from '#domain/model/card.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { decodeReply } from './decode-reply.ts'
import { encodeResult } from './encode-result.ts'

export type VerifiedResult = {
  /** Lossless, with the statement that a model made it. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/**
 * Checks a picture that a model made from words, and stores it as our own kind of result.
 * @param job.image PNG, JPEG or WebP as the model returned it
 * @param job.size what was asked for
 * @throws AppError MODEL_UNAVAILABLE when it is not a picture of that size
 */
export async function verifyResult(job: {
  image: Buffer
  size: ModelSize
  made?: Provenance | undefined
}): Promise<VerifiedResult> {
  const size = { width: job.size.widthPx, height: job.size.heightPx }
  const pixels = await decodeReply(job.image, size)
  const picture = { ...size, channels: 3 as const, pixels, profile: undefined }
  const png = await encodeResult(picture, 'GENERATED', job.made)
  return { png, ...size, bytes: png.length }
}
