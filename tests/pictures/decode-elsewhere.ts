import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from 'fast-png'
import { decode as decodeJpeg } from 'jpeg-js'
import type { Size } from '../../domain/frame/space.ts'

/** Raw RGBA as a decoder that is not the product's own reads a file, before any orientation. */
export type Decoded = Size & {
  readonly pixels: Uint8Array | Uint16Array
  /** How far numbers may be from those of another decoder: JPEG leaves its decoders some freedom. */
  readonly tolerance: number
}

/** libjpeg and jpeg-js differ where colours are stored at half of the size. */
const jpegTolerance = 40

/**
 * Decodes PNG by fast-png, JPEG by ImageMagick where it is, else by jpeg-js, WebP by ImageMagick.
 * @returns `undefined` when nothing here can
 */
export async function decodeElsewhere(file: Buffer): Promise<Decoded | undefined> {
  if (file.toString('latin1', 1, 4) === 'PNG') return rgbaOf(decodePng(file))
  const kind = file[0] === 0xff ? 'jpeg' : 'webp'
  const seen = await decodeByMagick(file, kind)
  if (seen ?? kind === 'webp') return seen
  const { width, height, data } = decodeJpeg(file, { useTArray: true, maxMemoryUsageInMB: 2_000 })
  return { width, height, pixels: data, tolerance: jpegTolerance }
}

async function decodeByMagick(file: Buffer, kind: string): Promise<Decoded | undefined> {
  try {
    const size = await magick(file, [`${kind}:-`, '-format', '%w %h', 'info:-'])
    const [width = 0, height = 0] = size.toString().split(' ').map(Number)
    const pixels = await magick(file, [`${kind}:-`, '-depth', '8', 'rgba:-'])
    return pixels.length === width * height * 4
      ? { width, height, pixels, tolerance: 0 }
      : undefined
  } catch {
    // Not installed, or built without this kind.
    return undefined
  }
}

const maxOutputBytes = 1_000_000_000

async function magick(file: Buffer, args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: maxOutputBytes } as const
  const running = promisify(execFile)('convert', args, options)
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(file)
  return (await running).stdout
}

/** One number a channel of any PNG as RGBA of 8 bits, or of 16. */
function rgbaOf(png: DecodedPng): Decoded {
  const { width, height } = png
  const isDeep = png.depth === 16
  const most = isDeep ? 65_535 : 255
  const colours = png.palette ? convertIndexedToRgb(png) : samplesOf(png)
  const channels = colours.length / (width * height)
  const length = width * height * 4
  const pixels = isDeep ? new Uint16Array(length) : new Uint8Array(length)
  for (let at = 0; at < width * height; at++) {
    const value = (channel: number): number => colours[at * channels + channel] ?? 0
    const isGrey = channels < 3
    const own = [0, 1, 2].map((channel) => value(isGrey ? 0 : channel))
    const isClear = png.transparency !== undefined && !png.palette && isKey(png, own)
    const hasAlpha = channels % 2 === 0
    pixels.set([...own, isClear ? 0 : hasAlpha ? value(channels - 1) : most], at * 4)
  }
  return { width, height, pixels, tolerance: 0 }
}

/** Values of fewer than 8 bits, packed into bytes, as 8 bits each. */
function samplesOf(png: DecodedPng): ArrayLike<number> {
  if (png.depth >= 8) return png.data
  const { width, height, depth } = png
  const rowBytes = Math.ceil((width * depth) / 8)
  const factor = 255 / (2 ** depth - 1)
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    const byte = png.data[y * rowBytes + Math.floor((x * depth) / 8)] ?? 0
    return ((byte >> (8 - depth - ((x * depth) % 8))) & (2 ** depth - 1)) * factor
  })
}

/** The one colour that `tRNS` makes transparent. */
function isKey(png: DecodedPng, colour: readonly number[]): boolean {
  const factor = png.depth < 8 ? 255 / (2 ** png.depth - 1) : 1
  return colour.every(
    (value, at) => value === (png.transparency?.[at] ?? png.transparency?.[0] ?? -1) * factor,
  )
}

/** A picture turned as its EXIF orientation says, 1 to 8 (EXIF 3.0, 4.6.5). */
export function upright(picture: Decoded, orientation: number): Decoded {
  if (orientation < 2) return picture
  const { width, height, pixels } = picture
  const isOnSide = orientation > 4
  const size = isOnSide ? { width: height, height: width } : { width, height }
  const turned = pixels.slice()
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [along, down] = isOnSide ? [y, x] : [x, y]
      const fromX = [2, 3, 7, 8].includes(orientation) ? width - 1 - along : along
      const fromY = [3, 4, 6, 7].includes(orientation) ? height - 1 - down : down
      const from = (fromY * width + fromX) * 4
      turned.set(pixels.subarray(from, from + 4), (y * size.width + x) * 4)
    }
  }
  return { ...picture, ...size, pixels: turned }
}
