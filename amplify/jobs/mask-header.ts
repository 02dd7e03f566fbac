import { AppError } from '#domain/errors.ts'

/** The PNG signature and the whole IHDR chunk, from the PNG specification, section 5. */
export const maskHeaderBytes = 33

const signature = '89504e470d0a1a0a'
const header = '0000000d49484452'

/**
 * Checks from a mask's first bytes that it is an 8-bit greyscale PNG of the picture's size, so that
 * a mask that cannot work is refused before anything is queued.
 * @param start its first bytes, or `undefined` when there is no such object
 * @throws AppError INVALID_MASK
 */
export function checkMaskHeader(
  start: Buffer | undefined,
  picture: { width?: number | undefined; height?: number | undefined },
): void {
  if (!start) throw invalidMask('The mask was not uploaded.')
  const opening = start.subarray(0, 16).toString('hex')
  if (start.length < maskHeaderBytes || opening !== signature + header) {
    throw invalidMask('The mask is not a PNG image.')
  }
  const [bitDepth, colourType] = [start[24], start[25]]
  if (bitDepth !== 8 || colourType !== 0) {
    throw invalidMask('The mask is not an 8-bit greyscale image.')
  }
  const [width, height] = [start.readUInt32BE(16), start.readUInt32BE(20)]
  if (width === picture.width && height === picture.height) return
  throw invalidMask(
    `The mask is ${width} × ${height} pixels, the picture ${picture.width} × ${picture.height}.`,
  )
}

function invalidMask(detail: string): AppError {
  return new AppError('INVALID_MASK', detail, { field: 'maskKey' })
}
