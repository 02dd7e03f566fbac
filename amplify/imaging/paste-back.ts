import type { Rect } from '#domain/frame/space.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { inParallel } from '../in-parallel.ts'
import { matchColours, recolour } from './colour-match.ts'
import { fromSrgb } from './colour-profile.ts'
import { countChangedOutside } from './count-changed.ts'
import { decodeReply } from './decode-reply.ts'
import { encodeResult } from './encode-result.ts'
import { enlarge, enlargeOpacity } from './enlarge.ts'
import { addGrain } from './grain.ts'
import { mixIn } from './mix-in.ts'
import type { OpenedOriginal } from './open-original.ts'
import type { Place } from './prepare-edit.ts'
import { copyOf } from './raw-pixels.ts'

/** A result at the original's full size. */
export type PastedEdit = {
  /** Lossless; as deep as the original, with its colour profile, and says what a model did. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Pixels outside mask + feather that differ from the original, counted; 0 is expected. */
  readonly changedOutside: number
}

/** An edit is enlarged in parts: all of a large one would need the picture's size again. */
const maxPixelsOfPart = 1_000_000
const partsAtOnce = 3

/**
 * Puts one image that a model returned back into the full-resolution original: colours matched,
 * converted to the original's profile, enlarged once, grained like its surroundings, mixed in where
 * the mask and its soft edge say so. Every other pixel is the decoded original's; that is counted
 * afterwards, not assumed. The backdrop that showed through transparent pixels is taken out of the edit.
 * Needs about twice the decoded picture and the encoded result beside the original.
 * @param job.prepared where it goes
 * @param job.candidate PNG, JPEG or WebP of the size that was sent
 * @param job.made what the result says about itself
 * @throws AppError MODEL_UNAVAILABLE when the candidate is not such a picture
 */
export async function pasteBack(job: {
  original: OpenedOriginal
  prepared: Place
  candidate: Buffer
  made?: Provenance | undefined
}): Promise<PastedEdit> {
  const returned = await decodeReply(job.candidate, job.prepared.sent.size)
  return pastePixels({ ...job, returned })
}

/** The same for an image that is decoded already: raw 8-bit RGB of the size that was sent. */
export async function pastePixels(job: {
  original: OpenedOriginal
  prepared: Place
  returned: Uint8Array
  made?: Provenance | undefined
}): Promise<PastedEdit> {
  const { original, returned } = job
  const { sent, fitted, weight, grain, opacity } = job.prepared
  const { width, height } = original
  const matched = recolour(returned, matchColours(sent, returned))
  const isDeep = original.pixels instanceof Uint16Array
  const { profile } = original
  const edit = await fromSrgb({ ...sent.size, pixels: matched }, { profile, isDeep })
  const result = { ...original, pixels: copyOf(original.pixels) }
  // While one part is mixed in, other threads enlarge the next ones.
  const mixPart = async (rows: Rect): Promise<void> => {
    const image = await enlarge({ ...sent.size, pixels: edit }, { fitted, part: rows, isDeep })
    if (grain) addGrain({ rows, image }, grain)
    const opaque = opacity && (await enlargeOpacity(opacity, fitted, rows))
    mixIn(result, weight, { rows, image, opacity: opaque })
  }
  await inParallel([...rowsOf(weight.region)], mixPart, partsAtOnce)
  // While another thread encodes, this one counts.
  const encoding = encodeResult(result, 'EDITED', job.made)
  const changedOutside = countChangedOutside(original, result.pixels, weight)
  const png = await encoding
  return { png, width, height, bytes: png.length, changedOutside }
}

function* rowsOf({ x, y, width, height }: Rect): Generator<Rect> {
  const most = Math.max(1, Math.floor(maxPixelsOfPart / width))
  for (let top = 0; top < height; top += most) {
    yield { x, y: y + top, width, height: Math.min(most, height - top) }
  }
}
