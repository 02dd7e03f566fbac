import { resizePlane } from './engine/raster/plane.ts'
import type { Cover, Hole, Picture, Raster } from './engine/raster/raster.ts'
import { validationError } from './errors.ts'
import { decodeImage, encodePicture, type ImageLimits, openImage } from './images.ts'

/**
 * Decodes a mask of Amazon's models: three channels, pure black and pure white, the size of its
 * picture.
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
  const { image, info } = await openImage(field, encoded, limits)
  if (info.hasAlpha || info.channels !== 3) {
    throw validationError(`${field}: the mask must be an RGB image without alpha channel.`)
  }
  const { width, height, data } = await decodeImage(field, image)
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

/** @returns a hole as the mask that `readMask` would read it from, a PNG in base64 */
export function encodeMask(
  { width, height }: { readonly width: number; readonly height: number },
  hole: Hole,
  edited: 'black' | 'white',
): Promise<string> {
  const data = new Uint8Array(hole.length * 3)
  hole.forEach((isHole, pixel) => {
    if ((isHole === 1) === (edited === 'white')) data.fill(255, pixel * 3, pixel * 3 + 3)
  })
  return encodePicture({ width, height, data })
}

/**
 * Decodes a mask of Stability's services: white = edit at full strength, black = leave alone, grey
 * between; it is resized to its picture.
 * @throws {BedrockError} ValidationException when it is not an image
 */
export async function readCover(
  field: string,
  encoded: string,
  { limits, picture }: { readonly limits: ImageLimits; readonly picture: Raster },
): Promise<Cover> {
  const { image } = await openImage(field, encoded, limits)
  const grey = await image
    .toColourspace('srgb')
    .flatten({ background: '#000000' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined)
  if (grey === undefined) throw validationError(`${field}: the image could not be decoded.`)
  const { width, height } = grey.info
  if (width === picture.width && height === picture.height) return new Uint8Array(grey.data)
  return Uint8Array.from(resizePlane(Float32Array.from(grey.data), { width, height }, picture))
}

/** @returns what an image's own transparency asks to be edited: transparent = edit */
export function coverOfAlpha({ width, height, alpha }: Picture): Cover {
  return alpha === undefined ? new Uint8Array(width * height) : alpha.map((value) => 255 - value)
}
