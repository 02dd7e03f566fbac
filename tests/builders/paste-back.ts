import { applyPatch, type Patch } from '#domain/layer/mix.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { countChangedOutside } from '../../amplify/imaging/count-changed.ts'
import { encodeResult } from '../../amplify/imaging/encode-result.ts'
import { type Found, makeFoundPatch } from '../../amplify/imaging/found-patch.ts'
import { makePatch } from '../../amplify/imaging/make-patch.ts'
import type { OpenedOriginal } from '../../amplify/imaging/open-original.ts'
import type { Place } from '../../amplify/imaging/prepare-edit.ts'
import { copyOf } from '../../amplify/imaging/raw-pixels.ts'

/** An edit as a person sees it: laid over its original, as a file. */
type PastedEdit = {
  /** Lossless; as deep as the original, with its colour profile, and says what a model did. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Pixels outside mask + feather that differ from the original, counted; 0 is expected. */
  readonly changedOutside: number
}

/**
 * Puts one image that a model returned back into the full-resolution original.
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
  const patch = await makePatch(job.prepared, job.candidate)
  return layOver(job.original, inPicture(patch, job.prepared), job.made)
}

/** The same of what a model found by words. */
export async function pasteFound(
  job: Found & { made?: Provenance | undefined },
): Promise<PastedEdit> {
  return layOver(job.original, await makeFoundPatch(job), job.made)
}

/** A patch of a window, in pixels of the picture. */
function inPicture(patch: Patch, { at }: Pick<Place, 'at'>): Patch {
  return { ...patch, x: patch.x + at.x, y: patch.y + at.y }
}

/**
 * Makes a whole picture of an edit: every pixel without weight is the decoded original's; that is
 * counted afterwards, not assumed. Needs the decoded picture and the encoded result beside the original.
 * @param patch in pixels of the original
 */
async function layOver(
  original: OpenedOriginal,
  patch: Patch,
  made: Provenance | undefined,
): Promise<PastedEdit> {
  const { width, height } = original
  const result = { ...original, pixels: copyOf(original.pixels) }
  applyPatch({ ...result, x: 0, y: 0 }, patch, 1)
  // While another thread encodes, this one counts.
  const encoding = encodeResult(result, 'EDITED', made)
  const weight = { region: patch, pixels: patch.weight }
  const changedOutside = countChangedOutside(original, result.pixels, weight)
  const png = await encoding
  return { png, width, height, bytes: png.length, changedOutside }
}
