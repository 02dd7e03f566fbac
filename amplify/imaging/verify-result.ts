import type { Rect, Size } from '#domain/frame/space.ts'
import { type Samples } from '#domain/layer/mix.ts'
import type { ModelSize } from '#domain/model/card.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { withoutBackdrop } from './backdrop.ts'
import { fromSrgb, toSrgb } from './colour-profile.ts'
import { decodeAnyReply, decodeReply, type Reply, wrongSize } from './decode-reply.ts'
import { encodeResult } from './encode-result.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'
import { resampleOpacity } from './resample.ts'

export type VerifiedResult = {
  /** Lossless, with the statement that a model made it. */
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** How far a size that a model chooses for a ratio may be from the usual one. */
const maxShapeError = 0.06
const maxAreaFactor = 2
/** How far an enlarged picture's shape may be from the picture's: rounding to whole blocks. */
const maxEnlargedError = 0.02

/**
 * Checks a picture that a model made as a whole, and stores it as our own kind of result.
 * @param job.image PNG, JPEG or WebP as the model returned it
 * @param job.size what was asked for, or sent
 * @param job.part what of it shows the picture, if not all
 * @throws AppError MODEL_UNAVAILABLE when it is not a picture of that size
 */
export async function verifyResult(job: {
  image: Buffer
  size: ModelSize
  part?: Rect
  made?: Provenance | undefined
}): Promise<VerifiedResult> {
  const size = { width: job.size.widthPx, height: job.size.heightPx }
  const reply = job.size.ratio === undefined ? await exact(job.image, size) : await about(job, size)
  const pixels = { ...reply, channels: 3 as const }
  const { part = { x: 0, y: 0, ...size } } = job
  if (part.width === reply.width && part.height === reply.height) return store(pixels, job.made)
  if (job.part === undefined) return store(pixels, job.made)
  const { width, height } = part
  return store({ width, height, channels: 3, pixels: cutOut(pixels, part) }, job.made)
}

/**
 * Checks a picture that a model enlarged, and gives it the transparency of the small one.
 * @param job.times by how much each side has grown; left out, the model chose
 * @throws AppError MODEL_UNAVAILABLE when it is not that picture enlarged
 */
export async function verifyEnlarged(job: {
  image: Buffer
  original: OpenedOriginal
  times?: number
  made?: Provenance | undefined
}): Promise<VerifiedResult> {
  const { original, times } = job
  const { width, height } = original
  const reply =
    times === undefined
      ? await decodeAnyReply(job.image)
      : await exact(job.image, { width: width * times, height: height * times })
  const isLarger = reply.width > width && reply.height > height
  if (!isLarger || shapeError(reply, original) > maxEnlargedError) {
    throw wrongSize(reply, 'ENLARGED', original)
  }
  const rgb = { ...reply, channels: 3 as const }
  const { origin = {} } = original
  if (original.channels === 3) return store({ ...rgb, origin }, job.made)
  const opacity = await resampleOpacity(original, reply)
  const { profile } = original
  // The backdrop was laid under it in these numbers.
  const own = await fromSrgb(reply, { profile, isDeep: false })
  const clean = await toSrgb({ ...reply, pixels: takeBackdropOut(own, opacity) }, profile)
  const pixels = join(clean, opacity)
  return store({ width: reply.width, height: reply.height, channels: 4, pixels, origin }, job.made)
}

/** @param pixels raw RGB of 8 bits; `opacity` has one byte for each */
function takeBackdropOut(pixels: Samples, opacity: Uint8Array): Uint8Array {
  const result = new Uint8Array(pixels.length)
  for (let at = 0; at < result.length; at++) {
    const share = (opacity[Math.floor(at / 3)] ?? 0) / 255
    result[at] = withoutBackdrop(pixels[at] ?? 0, share, 255) + 0.5
  }
  return result
}

/** @returns raw RGBA */
function join(rgb: Uint8Array, opacity: Uint8Array): Uint8Array {
  const result = new Uint8Array(opacity.length * 4)
  for (let at = 0, from = 0, to = 0; at < opacity.length; at++, from += 3, to += 4) {
    result[to] = rgb[from] ?? 0
    result[to + 1] = rgb[from + 1] ?? 0
    result[to + 2] = rgb[from + 2] ?? 0
    result[to + 3] = opacity[at] ?? 0
  }
  return result
}

async function exact(image: Buffer, size: Size): Promise<Reply> {
  return { ...size, pixels: await decodeReply(image, size) }
}

/** A model that is told a ratio makes about the usual size of it. */
async function about({ image }: { image: Buffer }, usual: Size): Promise<Reply> {
  const reply = await decodeAnyReply(image)
  const factor = (reply.width * reply.height) / (usual.width * usual.height)
  const isNear = factor <= maxAreaFactor && factor >= 1 / maxAreaFactor
  if (isNear && shapeError(reply, usual) <= maxShapeError) return reply
  throw wrongSize(reply, 'ABOUT', usual)
}

function shapeError(one: Size, other: Size): number {
  return Math.abs((one.width * other.height) / (one.height * other.width) - 1)
}

async function store(
  picture: Omit<OpenedOriginal, 'profile'>,
  made: Provenance | undefined,
): Promise<VerifiedResult> {
  const { width, height } = picture
  const png = await encodeResult({ ...picture, profile: undefined }, 'GENERATED', made)
  return { png, width, height, bytes: png.length }
}
