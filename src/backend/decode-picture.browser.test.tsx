import { expect, test } from 'vitest'
import { decodePicture, uprightFile } from './decode-picture.ts'

const size = { width: 96, height: 64 }
const markPx = 16

/** Blue, with a red corner at the top left and a green one at the top right, as stored. */
async function marked(type: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(size.width, size.height)
  const pen = canvas.getContext('2d')
  const fill = (colour: string, x: number, width: number, height: number) => {
    if (!pen) throw new Error('There is no canvas here.')
    pen.fillStyle = colour
    pen.fillRect(x, 0, width, height)
  }
  fill('#0000ff', 0, size.width, size.height)
  fill('#ff0000', 0, markPx, markPx)
  fill('#00ff00', size.width - markPx, markPx, markPx)
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer())
}

/** A TIFF header and one entry: Orientation, SHORT unless told otherwise, as big-endian bytes. */
function exif(value: number, type = 3): Uint8Array {
  const placed = type === 3 ? [0, value, 0, 0] : type === 4 ? [0, 0, 0, value] : [value, 0, 0, 0]
  return Uint8Array.from([
    77,
    77,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    18,
    0,
    type,
    0,
    0,
    0,
    1,
    ...placed,
    0,
    0,
    0,
    0,
  ])
}

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

function number(value: number, length: number, isLittle: boolean): Uint8Array {
  const digits = Array.from({ length }, (_, index) => (value >> (8 * index)) & 255)
  return Uint8Array.from(isLittle ? digits : digits.toReversed())
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function crc(bytes: Uint8Array): number {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1)
      value = value & 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1
  }
  return ~value
}

const riffChunk = (name: string, data: Uint8Array) =>
  join(bytesOf(name), number(data.length, 4, true), data)

const write: Readonly<
  Record<string, (file: Uint8Array, block: Uint8Array) => Uint8Array<ArrayBuffer>>
> = {
  'image/jpeg': (file, block) => {
    const data = join(bytesOf('Exif\0\0'), block)
    const head = join(Uint8Array.from([0xff, 0xe1]), number(data.length + 2, 2, false))
    return join(file.subarray(0, 2), head, data, file.subarray(2))
  },
  'image/png': (file, block) => {
    const body = join(bytesOf('eXIf'), block)
    const chunk = join(number(block.length, 4, false), body, number(crc(body), 4, false))
    return join(file.subarray(0, 33), chunk, file.subarray(33))
  },
  'image/webp': (file, block) => {
    // Chromium may have written an extended header already; the picture's own chunk follows it.
    const picture = file.subarray(
      String.fromCharCode(...file.subarray(12, 16)) === 'VP8X' ? 30 : 12,
    )
    const sides = join(number(size.width - 1, 3, true), number(size.height - 1, 3, true))
    const extended = riffChunk('VP8X', join(Uint8Array.from([0x08, 0, 0, 0]), sides))
    const body = join(bytesOf('WEBP'), extended, picture, riffChunk('EXIF', block))
    return join(bytesOf('RIFF'), number(body.length, 4, true), body)
  },
}

/** Where the red and the green corner are seen: t/b for top and bottom, l/r for left and right. */
function cornersOf(bitmap: ImageBitmap): readonly string[] {
  const { width, height } = bitmap
  const pen = new OffscreenCanvas(width, height).getContext('2d')
  pen?.drawImage(bitmap, 0, 0)
  const found = ['', '']
  for (const corner of ['tl', 'tr', 'bl', 'br']) {
    const x = corner.endsWith('l') ? markPx / 2 : width - markPx / 2
    const y = corner.startsWith('t') ? markPx / 2 : height - markPx / 2
    const pixel = pen?.getImageData(x, y, 1, 1).data ?? []
    const channel = [0, 1].find((each) => (pixel[each] ?? 0) > 200)
    if (channel !== undefined) found[channel] += corner
  }
  return found
}

/** As `amplify/imaging/orientation-is-read-once.test.ts` has it for record, worker and preview. */
const seen = {
  1: ['tl', 'tr'],
  2: ['tr', 'tl'],
  3: ['br', 'bl'],
  4: ['bl', 'br'],
  5: ['tl', 'bl'],
  6: ['tr', 'br'],
  7: ['br', 'tr'],
  8: ['bl', 'tl'],
} as const

const orientations = [1, 2, 3, 4, 5, 6, 7, 8] as const
const kinds = ['image/jpeg', 'image/png', 'image/webp']

async function shown(file: Blob) {
  const bitmap = await decodePicture(file)
  const { width, height } = bitmap
  return { width, height, corners: cornersOf(bitmap) }
}

test.each(kinds)('%s with any orientation opens as the backend turns it', async (kind) => {
  const file = await marked(kind)
  for (const value of orientations) {
    const turned = new Blob([write[kind]?.(file, exif(value)) ?? ''], { type: kind })
    const [width, height] = value > 4 ? [64, 96] : [96, 64]
    expect(await shown(turned)).toEqual({ width, height, corners: seen[value] })
  }
})

test.each(kinds)('%s with an orientation that is no SHORT is not turned', async (kind) => {
  const file = await marked(kind)
  for (const type of [1, 4]) {
    const odd = new Blob([write[kind]?.(file, exif(6, type)) ?? ''], { type: kind })
    expect(await shown(odd)).toEqual({ ...size, corners: seen[1] })
  }
})

test('an image element is given a file that it cannot turn another way', async () => {
  const file = await marked('image/webp')
  const turned = new Blob([write['image/webp']?.(file, exif(6)) ?? ''], { type: 'image/webp' })
  const image = new Image()
  image.src = URL.createObjectURL(await uprightFile(turned))
  await image.decode()
  expect([image.naturalWidth, image.naturalHeight]).toEqual([64, 96])
  expect(cornersOf(await createImageBitmap(image))).toEqual(seen[6])
  URL.revokeObjectURL(image.src)
  const plain = new Blob([Uint8Array.from(file)], { type: 'image/webp' })
  expect(await uprightFile(plain)).toBe(plain)
})
