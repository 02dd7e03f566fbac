import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'
import { plainPicture } from '../amplify/imaging/composed-picture.ts'
import { encodeResult } from '../amplify/imaging/encode-result.ts'
import { openOriginal } from '../amplify/imaging/open-original.ts'
import { pasteBack } from '../amplify/imaging/paste-back.ts'
import { prepareEdit } from '../amplify/imaging/prepare-edit.ts'
import type { Size } from '../domain/frame/space.ts'
import { titanImageGeneratorV2 as card } from '../domain/model/titan.ts'
import { projectRoot } from '../scripts/paths.ts'
import { type Figure, highestResident, percentile, timed } from './figure.ts'
import { ellipseMask, photoJpeg } from './pictures.ts'

const size = { width: 6000, height: 4000 }
const decodedBytes = size.width * size.height * 3
/** The largest picture that is taken in. */
const largest = { width: 12_500, height: 8_000 }
/** As in `amplify/functions/run-generation/resource.ts`. */
const functionMB = 3_008
const maskArea = 0.1
/** A child that hangs is ended. */
const maxMs = 10 * 60_000

const reportSchema = z.object({
  editMs: z.array(z.number()),
  aloneMs: z.array(z.number()),
  /** Resident memory at its highest during the first edit, above that before it. */
  peakBytes: z.number(),
  /** The same with all that was there before: what a function must have. */
  residentBytes: z.number(),
  changedOutside: z.number(),
})

/**
 * A whole edit of a 24-megapixel JPEG (decode, prepare, paste back, encode) against decode and
 * encode alone, and how much memory it takes, in fresh processes; and whether one of 100 megapixels
 * fits into the function.
 */
export async function benchPasteBack(count = 5): Promise<Figure[]> {
  const report = await measureApart(size, count)
  const whole = await measureApart(largest, 0)
  const edit = percentile(report.editMs, 0.5)
  const alone = percentile(report.aloneMs, 0.5)
  return [
    {
      name: 'edit of 24 MP ÷ decode + encode alone',
      value: edit / alone,
      unit: '×',
      atMost: 1.5,
    },
    { name: 'edit of 24 MP, median', value: edit, unit: 'ms' },
    { name: 'decode + encode alone, median', value: alone, unit: 'ms' },
    {
      name: 'peak memory ÷ decoded picture',
      value: report.peakBytes / decodedBytes,
      unit: '×',
      atMost: 6,
    },
    { name: 'peak memory', value: report.peakBytes / 1e6, unit: 'MB' },
    {
      name: 'pixels changed outside mask + feather',
      value: report.changedOutside + whole.changedOutside,
      unit: '',
      atMost: 0,
    },
    {
      name: 'memory for 100 MP ÷ memory of the function',
      value: whole.residentBytes / (functionMB * 2 ** 20),
      unit: '×',
      atMost: 0.9,
    },
    { name: 'memory for 100 MP', value: whole.residentBytes / 1e6, unit: 'MB' },
    { name: 'edit of 100 MP, once', value: whole.editMs[0] ?? Number.NaN, unit: 'ms' },
  ]
}

/** Measures in a process of its own, since memory is never wholly given back. */
async function measureApart(of: Size, count: number): Promise<z.infer<typeof reportSchema>> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  try {
    await writeFile(join(dir, 'source.jpg'), await photoJpeg(of))
    await writeFile(join(dir, 'mask.png'), await ellipseMask(of, maskArea))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(import.meta.url), dir, String(count)],
      { cwd: projectRoot, timeout: maxMs },
    )
    return reportSchema.parse(JSON.parse(stdout))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** The child: memory of the first edit, then edits and plain decode + encode in turn. */
async function measure(dir: string, count: number): Promise<z.infer<typeof reportSchema>> {
  const source = await readFile(join(dir, 'source.jpg'))
  const mask = await readFile(join(dir, 'mask.png'))
  const before = process.memoryUsage.rss()
  const { ms, result } = await timed(() => edit(source, mask))
  const { changedOutside } = result
  const residentBytes = await highestResident()
  const peakBytes = residentBytes - before
  const editMs: number[] = count === 0 ? [ms] : []
  const aloneMs: number[] = []
  for (let run = 0; run < count; run += 1) {
    editMs.push((await timed(() => edit(source, mask))).ms)
    aloneMs.push((await timed(() => decodeAndEncode(source))).ms)
  }
  return { editMs, aloneMs, peakBytes, residentBytes, changedOutside }
}

async function edit(source: Buffer, mask: Buffer): Promise<{ changedOutside: number }> {
  const original = await openOriginal(source)
  const prepared = await prepareEdit({ picture: plainPicture(original), mask, card, task: 'ERASE' })
  const { changedOutside } = await pasteBack({ original, prepared, candidate: prepared.image })
  return { changedOutside }
}

async function decodeAndEncode(source: Buffer): Promise<void> {
  await encodeResult(await openOriginal(source), 'EDITED')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir = '.', count = '1'] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await measure(dir, Number(count))))
}
