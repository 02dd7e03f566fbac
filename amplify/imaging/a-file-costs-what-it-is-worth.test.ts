import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { build } from 'esbuild'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayText } from '../../src/i18n/say.ts'
import { pngChunk, riff, webpChunk } from '../../tests/builders/exif-file.ts'
import { tiffFile } from '../../tests/builders/tiff-file.ts'

const maxBytes = 300_000_000
const megabyte = 1_000_000

let dir: string

/** What ingest does to a file, in a process of its own: prints how it ended and its peak of memory. */
const program = `
import { readFileSync } from 'node:fs'
import { inspectImage } from '${import.meta.dirname}/inspect-image.ts'
import { convertToPng } from '${import.meta.dirname}/convert-to-png.ts'
import { makeRenditions } from '${import.meta.dirname}/make-renditions.ts'
const bytes = readFileSync(process.argv[2])
let end = 'taken'
try {
  const { isUsedAsItIs } = await inspectImage(bytes)
  await makeRenditions(isUsedAsItIs ? bytes : await convertToPng(bytes))
} catch (error) { end = error.reason ? JSON.stringify(error.reason) : String(error) }
console.log(JSON.stringify({ end, peak: process.resourceUsage().maxRSS * 1024 - bytes.length }))
`

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'repaint-cost-'))
  await symlink(path.resolve('node_modules'), path.join(dir, 'node_modules'))
  await writeFile(path.join(dir, 'program.ts'), program)
  await build({
    entryPoints: [path.join(dir, 'program.ts')],
    outfile: path.join(dir, 'program.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['sharp'],
    absWorkingDir: process.cwd(),
    nodePaths: [path.resolve('node_modules')],
  })
})

afterAll(() => rm(dir, { recursive: true, force: true }))

/** @returns how it ended, and the peak of resident memory beyond the file itself, in bytes */
async function ingest(bytes: Buffer): Promise<{ end: string; peak: number }> {
  const file = path.join(dir, 'picture')
  await writeFile(file, bytes)
  const { stdout } = await promisify(execFile)(process.execPath, [
    path.join(dir, 'program.mjs'),
    file,
  ])
  const { end, peak } = JSON.parse(stdout) as { end: string; peak: number }
  return { end: end.startsWith('{') ? (sayText(end) ?? end) : end, peak }
}

const photo = sharp({ create: { width: 64, height: 48, channels: 3, background: '#864' } })
const png = await photo.clone().png().toBuffer()
const jpeg = await photo.clone().jpeg().toBuffer()
const webp = await photo.clone().webp().toBuffer()

/** Chunks behind the header of a PNG. */
const pngWith = (chunks: readonly Buffer[]) =>
  Buffer.concat([png.subarray(0, 33), Buffer.concat(chunks), png.subarray(33)])

const deflated = deflateSync(Buffer.alloc(8 * megabyte, 'a'))
const text = pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflated]))
const compressedXmp = pngChunk(
  'iTXt',
  Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0'), deflated]),
)

function jpegSegment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]),
    data,
  ])
}

const repeated = (part: Buffer, count: number) => Array.from({ length: count }, () => part)
const xmpSegment = jpegSegment(
  0xe1,
  Buffer.from('http://ns.adobe.com/xap/1.0/\0'.padEnd(65_000, 'x')),
)
const jpegWith = (segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

const extended = webpChunk('VP8X', Buffer.from([0x04, 0, 0, 0, 63, 0, 0, 47, 0, 0]))
const webpWith = (...chunks: Buffer[]) => riff([extended, webp.subarray(12), ...chunks])

/** Entries that all claim the same 50 MB. */
function greedyTiff(): Buffer {
  const blob = Buffer.alloc(50 * megabyte)
  const file = tiffFile(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [60_000 + index, 0])),
    { blobs: { 37_724: blob } },
  )
  const directory = file.readUInt32LE(4)
  const count = file.readUInt16LE(directory)
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * 12
    if (file.readUInt16LE(at) < 60_000) continue
    file.writeUInt16LE(7, at + 2)
    file.writeUInt32LE(blob.length, at + 4)
    file.writeUInt32LE(8 + 256, at + 8)
  }
  return file
}

test.each<[string, () => Buffer, RegExp]>([
  ['PNG with 40 texts of 8 MB in 300 kB', () => pngWith(repeated(text, 40)), /^taken$/],
  ['PNG with an XMP of 8 MB in 8 kB', () => pngWith([compressedXmp]), /^taken$/],
  [
    'PNG with a profile of 8 MB in 8 kB',
    () => pngWith([pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflated]))]),
    /^This picture carries a colour profile of more than 4 MB/,
  ],
  [
    'PNG with a profile that is damaged',
    () => pngWith([pngChunk('iCCP', Buffer.from('p\0\0no'))]),
    /^taken$/,
  ],
  [
    'PNG of a million empty texts',
    () => pngWith(repeated(pngChunk('tEXt', Buffer.from('a\0')), 1_000_000)),
    /^This file consists of too many parts/,
  ],
  ['JPEG with 90 MB of XMP', () => jpegWith(repeated(xmpSegment, 1_400)), /^taken$/],
  [
    'JPEG with 90 MB of profiles',
    () =>
      jpegWith(
        repeated(
          jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01'.padEnd(65_000, 'x'))),
          1_400,
        ),
      ),
    /^This picture carries a colour profile of more than 4 MB/,
  ],
  [
    'JPEG of 10,001 scans',
    () => {
      const scan = Buffer.from([0xff, 0xda, 0, 2])
      return Buffer.concat([jpeg.subarray(0, -2), ...repeated(scan, 10_000), jpeg.subarray(-2)])
    },
    /^This JPEG consists of more than 100 scans/,
  ],
  [
    'WebP with 90 MB of XMP',
    () => webpWith(webpChunk('XMP ', Buffer.alloc(90 * megabyte, 'x'))),
    /^taken$/,
  ],
  ['TIFF of which 400 entries claim 50 MB each', greedyTiff, /^taken$/],
])('%s stays within 300 MB', async (_what, make, expected) => {
  const { end, peak } = await ingest(make())
  expect(end).toMatch(expected)
  expect(peak).toBeLessThan(maxBytes)
})
