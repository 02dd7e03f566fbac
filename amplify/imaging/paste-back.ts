import sharp, { type Region } from 'sharp'
import { matchColours } from './colour-match.ts'
import { decodeReply } from './decode-reply.ts'
import { encodeResult } from './encode-result.ts'
import type { FittedCrop } from './fit-crop.ts'
import { countChangedOutside, mixIn } from './mix-in.ts'
import type { OpenedOriginal } from './open-original.ts'
import type { PreparedEdit } from './prepare-edit.ts'

/** A result at the original's full size. */
export type PastedEdit = {
  /** Lossless; carries the original's colour profile and says that a model made a part of it. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Pixels outside mask + feather that differ from the original, counted; 0 is expected. */
  readonly changedOutside: number
}

/**
 * Puts one image that a model returned back into the full-resolution original: enlarged once,
 * colours matched, mixed in where the mask and its soft edge say so. Every other pixel is the
 * decoded original's; that is counted afterwards, not assumed. The edit is opaque where the
 * original was transparent. Needs about three times the decoded picture beside the original.
 * @param job.candidate PNG, JPEG or WebP of the size that was sent
 * @throws AppError MODEL_UNAVAILABLE when the candidate is not such a picture
 */
export async function pasteBack(job: {
  original: OpenedOriginal
  prepared: PreparedEdit
  candidate: Buffer
}): Promise<PastedEdit> {
  const { original, prepared } = job
  const { width, height } = original
  const returned = await decodeReply(job.candidate, prepared.sent.size)
  const edit = {
    ...prepared.weight,
    colours: matchColours(prepared.sent, returned),
    image: await enlarge(returned, prepared),
  }
  const pixels = mixIn(original, edit)
  const changedOutside = countChangedOutside(original, pixels, prepared.weight)
  const png = await encodeResult({ ...original, pixels }, 'EDITED')
  return { png, width, height, bytes: png.length, changedOutside }
}

/** The candidate's pixels for the weighed region, in source pixels; the same pixels at scale 1. */
async function enlarge(returned: Buffer, prepared: PreparedEdit): Promise<Uint8Array> {
  const { sent, fitted, weight } = prepared
  const { source, model }: FittedCrop = fitted
  const { region } = weight
  return sharp(returned, { raw: { ...sent.size, channels: 3 } })
    .extract(toBox(model))
    .resize(source.width, source.height, { fit: 'fill', kernel: 'lanczos3' })
    .extract(toBox({ ...region, x: region.x - source.x, y: region.y - source.y }))
    .raw()
    .toBuffer()
}

function toBox(rect: FittedCrop['source']): Region {
  return { left: rect.x, top: rect.y, width: rect.width, height: rect.height }
}
