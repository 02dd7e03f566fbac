import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Picture, Raster } from './engine/raster/raster.ts'
import { validationError } from './errors.ts'

/** What a model takes as an input image. */
export type ImageLimits = {
  /** As sharp names them. */
  readonly formats: readonly string[]
  /** Of the decoded file. */
  readonly maxBytes?: number
  readonly minSidePx?: number
  readonly maxSidePx?: number
  readonly minPixels?: number
  readonly maxPixels?: number
  /** The longer side by the shorter one. */
  readonly maxAspect?: number
  /** Only 8 bits a channel. */
  readonly eightBitOnly?: boolean
}

export type OutputFormat = 'png' | 'jpeg' | 'webp'

const notBase64 = /[^A-Za-z0-9+/]/

function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return (
    text !== '' && text.length % 4 === 0 && !notBase64.test(text.slice(0, -padding || undefined))
  )
}

/**
 * Decodes an input picture, with its alpha channel where not all of it is opaque.
 * @param field its place in the request, e.g. `inPaintingParams.image`, for the sentence
 * @throws {BedrockError} ValidationException when it breaks a limit
 */
export async function readImage(
  field: string,
  encoded: string,
  limits: ImageLimits,
): Promise<Picture> {
  const { image, info } = await openImage(field, encoded, limits)
  const picture = await decodeImage(field, image)
  if (!info.hasAlpha || (await image.stats()).isOpaque) return picture
  const alpha = await image.clone().extractChannel('alpha').raw({ depth: 'uchar' }).toBuffer()
  return { ...picture, alpha: new Uint8Array(alpha) }
}

/**
 * Decodes an input picture of a model that takes none with transparency.
 * @throws {BedrockError} ValidationException when it breaks a limit or is not quite opaque
 */
export async function readPicture(
  field: string,
  encoded: string,
  limits: ImageLimits,
): Promise<Raster> {
  const { alpha, ...picture } = await readImage(field, encoded, limits)
  if (alpha === undefined) return picture
  throw validationError(`${field}: an image with transparent pixels is not supported.`)
}

/** @returns the picture as a file in base64, with its alpha channel where the format has one */
export async function encodePicture(
  { width, height, data, alpha }: Picture,
  format: OutputFormat = 'png',
): Promise<string> {
  const plain = sharp(data, { raw: { width, height, channels: 3 } })
  const image =
    alpha === undefined || format === 'jpeg'
      ? plain
      : plain.joinChannel(Buffer.from(alpha), { raw: { width, height, channels: 1 } })
  return (await writeAs(image, format).toBuffer()).toString('base64')
}

function writeAs(image: Sharp, format: OutputFormat): Sharp {
  if (format === 'jpeg') return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
  return format === 'webp' ? image.webp({ quality: 95 }) : image.png({ compressionLevel: 3 })
}

/**
 * Reads the header of an image and checks it against the limits, before any pixel is decoded.
 * @throws {BedrockError} ValidationException when it breaks one
 */
export async function openImage(
  field: string,
  encoded: string,
  limits: ImageLimits,
): Promise<{ image: Sharp; info: Metadata }> {
  if (!isBase64(encoded)) {
    throw validationError(`${field}: the image is not valid base64.`)
  }
  const bytes = Buffer.from(encoded, 'base64')
  if (limits.maxBytes !== undefined && bytes.length > limits.maxBytes) {
    throw validationError(`${field}: the image exceeds ${limits.maxBytes} bytes.`)
  }
  const info = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined)
  if (info === undefined || !limits.formats.includes(info.format)) {
    throw validationError(`${field}: the image must be a valid ${limits.formats.join(' or ')}.`)
  }
  const wrong = sizeFault(info, limits)
  if (wrong !== undefined) {
    throw validationError(`${field}: ${wrong}; it is ${info.width}x${info.height}.`)
  }
  if (limits.eightBitOnly === true && info.depth !== 'uchar') {
    throw validationError(`${field}: the image must have 8 bits per colour channel.`)
  }
  return { image: sharp(bytes, { failOn: 'error' }), info }
}

function sizeFault({ width, height }: Metadata, limits: ImageLimits): string | undefined {
  const { minSidePx = 1, maxSidePx = Infinity, minPixels = 1, maxPixels = Infinity } = limits
  const longer = Math.max(width, height)
  const shorter = Math.min(width, height)
  if (longer > maxSidePx) {
    return `the longer side of the image must be at most ${maxSidePx} pixels`
  }
  if (shorter < minSidePx) return `each side of the image must be at least ${minSidePx} pixels`
  if (width * height > maxPixels) return `the image must have at most ${maxPixels} pixels`
  if (width * height < minPixels) return `the image must have at least ${minPixels} pixels`
  const { maxAspect = Infinity } = limits
  if (longer > shorter * maxAspect) {
    return `the aspect ratio must be between 1:${maxAspect} and ${maxAspect}:1`
  }
  return undefined
}

/** @throws {BedrockError} ValidationException when the file is broken */
export async function decodeImage(field: string, image: Sharp): Promise<Raster> {
  const decoded = await image
    .clone()
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined)
  if (decoded === undefined) throw validationError(`${field}: the image could not be decoded.`)
  const { data, info } = decoded
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length)
  return {
    width: info.width,
    height: info.height,
    data: info.channels === 3 ? bytes : spread(bytes),
  }
}

/** Grey to RGB. */
function spread(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 3)
  for (let pixel = 0; pixel < grey.length; pixel++)
    data.fill(grey[pixel]!, pixel * 3, pixel * 3 + 3)
  return data
}
