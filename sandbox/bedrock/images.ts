import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Hole, Raster } from './engine/raster.ts'
import { validationError } from './errors.ts'

/** What a model takes as an input image. */
export type ImageLimits = {
  readonly formats: readonly string[]
  /** Of the decoded file. */
  readonly maxBytes: number
  readonly maxSidePx: number
}

const notBase64 = /[^A-Za-z0-9+/]/

function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return (
    text !== '' && text.length % 4 === 0 && !notBase64.test(text.slice(0, -padding || undefined))
  )
}

/**
 * Decodes an input picture.
 * @param field its place in the request, e.g. `inPaintingParams.image`, for the sentence
 * @throws {BedrockError} ValidationException when it breaks a limit or is not quite opaque
 */
export async function readPicture(
  field: string,
  encoded: string,
  limits: ImageLimits,
): Promise<Raster> {
  const { image, info } = await open(field, encoded, limits)
  if (info.hasAlpha && !(await image.stats()).isOpaque) {
    throw validationError(`${field}: an image with transparent pixels is not supported.`)
  }
  return decode(field, image)
}

/**
 * Decodes a mask: three channels, pure black and pure white, the size of its picture.
 * @param edited the colour that marks what is made new
 * @throws {BedrockError} ValidationException when it is anything else
 */
export async function readMask(
  field: string,
  encoded: string,
  {
    limits,
    picture,
    edited,
  }: { readonly limits: ImageLimits; readonly picture: Raster; readonly edited: 'black' | 'white' },
): Promise<Hole> {
  const { image, info } = await open(field, encoded, limits)
  if (info.hasAlpha || info.channels !== 3) {
    throw validationError(`${field}: the mask must be an RGB image without alpha channel.`)
  }
  const { width, height, data } = await decode(field, image)
  if (width !== picture.width || height !== picture.height) {
    throw validationError(
      `${field}: the mask must have the size of the image, ${picture.width}x${picture.height}; ` +
        `it is ${width}x${height}.`,
    )
  }
  const hole = new Uint8Array(width * height)
  for (let pixel = 0; pixel < hole.length; pixel++) {
    const value = data[pixel * 3]!
    const isPure = value === 0 || value === 255
    if (!isPure || data[pixel * 3 + 1] !== value || data[pixel * 3 + 2] !== value) {
      throw validationError(`${field}: the mask must hold only pure black and pure white pixels.`)
    }
    hole[pixel] = (value === 0) === (edited === 'black') ? 1 : 0
  }
  return hole
}

/** @returns the picture as PNG in base64 */
export async function encodePicture({ width, height, data }: Raster): Promise<string> {
  const raw = { width, height, channels: 3 as const }
  const png = await sharp(data, { raw }).png({ compressionLevel: 3 }).toBuffer()
  return png.toString('base64')
}

async function open(
  field: string,
  encoded: string,
  limits: ImageLimits,
): Promise<{ image: Sharp; info: Metadata }> {
  if (!isBase64(encoded)) {
    throw validationError(`${field}: the image is not valid base64.`)
  }
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length > limits.maxBytes) {
    throw validationError(`${field}: the image exceeds ${limits.maxBytes} bytes.`)
  }
  const info = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined)
  if (info === undefined || !limits.formats.includes(info.format)) {
    throw validationError(`${field}: the image must be a valid ${limits.formats.join(' or ')}.`)
  }
  if (Math.max(info.width, info.height) > limits.maxSidePx) {
    throw validationError(
      `${field}: the longer side of the image must be at most ${limits.maxSidePx} pixels; ` +
        `it is ${info.width}x${info.height}.`,
    )
  }
  return { image: sharp(bytes, { failOn: 'error' }), info }
}

async function decode(field: string, image: Sharp): Promise<Raster> {
  const decoded = await image
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
