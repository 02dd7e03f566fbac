import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import * as z from 'zod'
import { plainPicture } from '../amplify/imaging/composed-picture.ts'
import { encodePixels } from '../amplify/imaging/encode-result.ts'
import { makePatch } from '../amplify/imaging/make-patch.ts'
import { makeEditRenditions } from '../amplify/imaging/make-renditions.ts'
import { type OpenedOriginal, openOriginal } from '../amplify/imaging/open-original.ts'
import { addChunks, framedChunk } from '../amplify/imaging/png-chunks.ts'
import { prepareEdit } from '../amplify/imaging/prepare-edit.ts'
import { finishEdit } from '../amplify/jobs/run/prepare/finish-edit.ts'
import type { Size } from '../domain/frame/space.ts'
import { offsetChunkData } from '../domain/mask/mask-file.ts'
import { titanImageGeneratorV2 as card } from '../domain/model/titan.ts'
import { projectRoot } from '../scripts/paths.ts'
import { benchExportCost } from './export-cost.ts'
import { type Figure, forgetHighestResident, highestResident, percentile, timed } from './figure.ts'
import { ellipse, photoJpeg } from './pictures.ts'

const small = { width: 4_000, height: 3_000 }
/** The largest picture that is taken in. */
const largest = { width: 12_500, height: 8_000 }
/** As in `amplify/functions/run-generation/resource.ts`. */
const functionMB = 3_008
/** With its context on all sides, a mask of this side is a crop of 1,024 × 1,024. */
const maskSide = 512
/** A child that hangs is ended. */
const maxMs = 10 * 60_000

const reportSchema = z.object({
  /** Everything but reading and decoding the root, milliseconds. */
  editMs: z.array(z.number()),
  decodeMs: z.array(z.number()),
  /** Resident memory at its highest during the first edit, above that with the decoded root. */
  editBytes: z.number(),
  /** The same with all that was there before: what a function must have. */
  residentBytes: z.number(),
  storedBytes: z.number(),
  downloadedBytes: z.number(),
  patchBytes: z.number(),
  changedOutside: z.number(),
})
type Report = z.infer<typeof reportSchema>

/**
 * What an edit costs whose crop is a megapixel, the decoding of its root apart, in a picture of 12
 * megapixels and in the largest: time, memory and bytes, each in a fresh process. Then what layers add to
 * an export.
 */
export async function benchPasteBack(count = 9): Promise<Figure[]> {
  const [less, more] = [await measureApart(small, count), await measureApart(largest, count)]
  const edit = (report: Report) => percentile(report.editMs, 0.5)
  const memory = Math.max(less.editBytes, more.editBytes)
  const times = (bytes: (report: Report) => number) =>
    Math.max(bytes(less) / less.patchBytes, bytes(more) / more.patchBytes)
  return [
    {
      name: 'edit without decoding, 100 MP ÷ 12 MP',
      value: edit(more) / edit(less),
      unit: '×',
      atMost: 1.3,
    },
    { name: 'edit without decoding at 12 MP, median', value: edit(less), unit: 'ms' },
    { name: 'edit without decoding at 100 MP, median', value: edit(more), unit: 'ms' },
    { name: 'decoding 12 MP, median', value: percentile(less.decodeMs, 0.5), unit: 'ms' },
    { name: 'decoding 100 MP, median', value: percentile(more.decodeMs, 0.5), unit: 'ms' },
    { name: 'memory above the decoded root', value: memory / 2 ** 20, unit: 'MB', atMost: 64 },
    {
      name: 'bytes stored ÷ lossless patch',
      value: times(({ storedBytes }) => storedBytes),
      unit: '×',
      atMost: 1.5,
    },
    {
      name: 'bytes downloaded ÷ lossless patch',
      value: times(({ downloadedBytes }) => downloadedBytes),
      unit: '×',
      atMost: 1.5,
    },
    {
      name: 'pixels changed outside mask + feather',
      value: less.changedOutside + more.changedOutside,
      unit: '',
      atMost: 0,
    },
    {
      name: 'memory for 100 MP ÷ memory of the function',
      value: more.residentBytes / (functionMB * 2 ** 20),
      unit: '×',
      atMost: 0.9,
    },
    ...(await benchExportCost()),
  ]
}

/** Measures in a process of its own, since memory is never wholly given back. */
async function measureApart(of: Size, count: number): Promise<Report> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  try {
    await writeFile(join(dir, 'source.jpg'), await photoJpeg(of))
    await writeFile(join(dir, 'mask.png'), await maskAmid(of))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', fileURLToPath(import.meta.url), dir, String(count)],
      { cwd: projectRoot, timeout: maxMs },
    )
    return reportSchema.parse(JSON.parse(stdout))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** An ellipse in the middle of a picture, in a file that covers no more than it. */
async function maskAmid({ width, height }: Size): Promise<Buffer> {
  const side = { width: maskSide, height: maskSide }
  const file = await sharp(ellipse(side, Math.PI / 4), { raw: { ...side, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  const place = { x: (width - maskSide) / 2, y: (height - maskSide) / 2 }
  return addChunks(file, [framedChunk('oFFs', offsetChunkData(place))])
}

/** The child: memory of the first edit, then edits and decodings in turn. */
async function measure(dir: string, count: number): Promise<Report> {
  const source = await readFile(join(dir, 'source.jpg'))
  const mask = await readFile(join(dir, 'mask.png'))
  const root = await openOriginal(source)
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  await forgetHighestResident()
  const { finished, renditions } = await edit(root, mask)
  const residentBytes = await highestResident()
  const [editMs, decodeMs]: [number[], number[]] = [[], []]
  for (let run = 0; run < count; run += 1) {
    editMs.push((await timed(() => edit(root, mask))).ms)
    decodeMs.push((await timed(() => openOriginal(source))).ms)
  }
  const shownBytes = renditions.preview.bytes.length + renditions.thumbnail.bytes.length
  return {
    editMs,
    decodeMs,
    editBytes: residentBytes - before,
    residentBytes,
    storedBytes: finished.bytes + shownBytes,
    // The canvas draws the patch, the strip beside it the thumbnail.
    downloadedBytes: finished.bytes + renditions.thumbnail.bytes.length,
    patchBytes: (await encodePixels(finished.patch)).length,
    changedOutside: finished.changedOutside,
  }
}

/** All pixel work of a job by the functions that the worker calls, with a model that changes nothing. */
async function edit(root: OpenedOriginal, mask: Buffer) {
  const picture = plainPicture(root)
  const prepared = await prepareEdit({ picture, mask, card, task: 'ERASE' })
  const patch = await makePatch(prepared, prepared.image)
  const finished = await finishEdit({ place: prepared, patch, canvas: picture.canvas })
  return { finished, renditions: await makeEditRenditions(finished.shown) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir = '.', count = '1'] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await measure(dir, Number(count))))
}
