import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'
import { type Composed, composeExport } from '../amplify/imaging/compose-export.ts'
import type { StoredLayer } from '../amplify/imaging/composed-picture.ts'
import { encodeExport } from '../amplify/imaging/encode-export.ts'
import { openOriginal } from '../amplify/imaging/open-original.ts'
import { encodePatch, readPatch } from '../amplify/imaging/patch-file.ts'
import { type ExportMime, exportMimes, fileTypeOf } from '../domain/export/file-type.ts'
import { exportSizeOf } from '../domain/export/size.ts'
import type { Rect } from '../domain/frame/space.ts'
import { projectRoot } from '../scripts/paths.ts'
import { benchExportElsewhere } from './export-elsewhere.ts'
import { type Figure, highestResident } from './figure.ts'
import { photoJpeg } from './pictures.ts'

/** The largest picture that is taken in. */
const largest = { width: 12_500, height: 8_000 }
/** As in `amplify/functions/make-export/resource.ts`. */
const functionMB = 3_008
/** A layer of 4 megapixels, thrice. */
const side = 2_000
const places: readonly Rect[] = [1_000, 2_000, 5_000].map((at) => ({
  x: at,
  y: at,
  width: side,
  height: side,
}))
/** A child that hangs is ended. */
const maxMs = 15 * 60_000

const reportSchema = z.object({
  ms: z.number(),
  /** Resident memory at its highest, with all that was there before: what a function must have. */
  residentBytes: z.number(),
  bytes: z.number(),
  changedOutside: z.number(),
})

/**
 * An export of 100 megapixels with three layers, of each type that can be as large, and of the largest
 * size of the others: whether it fits into the function, in a fresh process each. Then whether another
 * decoder finds the root in it.
 */
export async function benchExport(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  try {
    await writeFile(join(dir, 'source.jpg'), await photoJpeg(largest))
    const figures: Figure[] = []
    for (const mime of exportMimes) figures.push(...(await figuresOf(dir, mime)))
    return [...figures, ...(await benchExportElsewhere())]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function figuresOf(dir: string, mime: ExportMime): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(import.meta.url), dir, mime],
    { cwd: projectRoot, timeout: maxMs },
  )
  const { residentBytes, ms, bytes, changedOutside } = reportSchema.parse(JSON.parse(stdout))
  const { name } = fileTypeOf(mime)
  return [
    {
      name: `${name}: memory ÷ memory of the function`,
      value: residentBytes / (functionMB * 2 ** 20),
      unit: '×',
      atMost: 0.9,
    },
    { name: `${name}: memory`, value: residentBytes / 1e6, unit: 'MB' },
    { name: `${name}: time`, value: ms, unit: 'ms' },
    { name: `${name}: file`, value: bytes / 1e6, unit: 'MB' },
    { name: `${name}: pixels changed outside`, value: changedOutside, unit: '', atMost: 0 },
  ]
}

/** The child. */
async function measure(dir: string, mime: ExportMime): Promise<z.infer<typeof reportSchema>> {
  const source = await readFile(join(dir, 'source.jpg'))
  const layers = await Promise.all(places.map(layerAt))
  const startedAt = performance.now()
  const { picture, changedOutside } = await compose(source, layers)
  const { maxPixels = Number.POSITIVE_INFINITY } = fileTypeOf(mime)
  const scale = Math.min(1, Math.sqrt(maxPixels / (largest.width * largest.height)))
  const size = exportSizeOf(largest, Math.floor(largest.width * scale))
  const file = await encodeExport(picture, { mime, quality: 90, size, made: { source: 'EDITED' } })
  const ms = performance.now() - startedAt
  return { ms, residentBytes: await highestResident(), bytes: file.length, changedOutside }
}

/** As in the job, the root can be given up when all is composed. */
async function compose(source: Buffer, layers: readonly StoredLayer[]): Promise<Composed> {
  return composeExport(await openOriginal(source), { x: 0, y: 0, ...largest }, { layers })
}

async function layerAt(rect: Rect) {
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * 2_654_435) >>> 16)
  const weight = new Uint8Array(side * side).fill(255)
  const file = await encodePatch({ ...rect, channels: 3, pixels, weight }, undefined)
  return { rect, opacity: 0.8, read: () => readPatch(file, rect) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir = '.', mime = 'image/png'] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await measure(dir, mime as ExportMime)))
}
