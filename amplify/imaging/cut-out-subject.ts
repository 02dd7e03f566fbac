import { type Samples } from '#domain/layer/mix.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { decodeOpacity } from './decode-reply.ts'
import { encodeResult } from './encode-result.ts'
import { applyMatte } from './guided-matte.ts'
import { renderSeen } from './model-image.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'
import type { ShownPicture } from './show-whole.ts'

/** The picture with another opacity. */
type CutOut = {
  /** Lossless; as deep as the original, with its colour profile, and says what a model did. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Pixels whose colour differs from the original's, counted; 0 is expected. */
  readonly changedOutside: number
}

/**
 * Makes the background of the full-resolution original transparent, by what a model found at its
 * own size. Only the opacity comes from the model: each colour is the original's, which is counted.
 * @param job.shown what the model saw of the picture
 * @param job.candidate PNG or WebP with transparency, of the size that was sent
 * @throws AppError MODEL_UNAVAILABLE when it is not such a picture
 */
export async function cutOutSubject(job: {
  original: OpenedOriginal
  shown: ShownPicture
  candidate: Buffer
  made?: Provenance | undefined
}): Promise<CutOut> {
  const { original, shown } = job
  const { width, height } = original
  const { model } = shown.fitted
  const answer = { width: shown.size.widthPx, height: shown.size.heightPx }
  const opacity = await decodeOpacity(job.candidate, answer)
  const matte = cutOut({ ...answer, channels: 1, pixels: opacity }, model)
  const guide = await renderSeen(original, model, undefined)
  const pixels = applyMatte({ original, size: model, guide, matte })
  const changedOutside = countRecoloured(original, pixels)
  const png = await encodeResult({ ...original, channels: 4, pixels }, 'EDITED', job.made)
  return { png, width, height, bytes: png.length, changedOutside }
}

/** How many pixels have another colour than before, whatever their opacity: none is expected. */
function countRecoloured({ pixels, channels }: OpenedOriginal, result: Samples): number {
  let changed = 0
  for (let from = 0, to = 0; to < result.length; from += channels, to += 4) {
    const isSame =
      pixels[from] === result[to] &&
      pixels[from + 1] === result[to + 1] &&
      pixels[from + 2] === result[to + 2]
    if (!isSame) changed++
  }
  return changed
}
