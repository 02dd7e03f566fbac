import type { Rect } from '#domain/frame/space.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { compose, type PlacedPatch } from '#domain/layer/compose.ts'
import { canvasOf, type Layer } from '#domain/layer/composition.ts'
import { compositionOfResult } from '#domain/layer/result-composition.ts'
import { withoutNulls } from '#domain/nulls.ts'
import { patchKey } from '#domain/object-key.ts'
import { encodeResult } from '../../amplify/imaging/encode-result.ts'
import { openOriginal } from '../../amplify/imaging/open-original.ts'
import { readPatch } from '../../amplify/imaging/patch-file.ts'
import type { FinishedImage } from '../../amplify/jobs/run/prepare/prepared.ts'

/** What somebody sees of an edit: the whole picture, as a lossless PNG. */

/**
 * The whole picture of what a job finished: of an edit its root with the patch over it.
 * @param root the file of the root
 * @param corner where the canvas lies, in pixels of the root
 */
export async function wholeOf(
  finished: FinishedImage,
  root: Buffer,
  corner = { x: 0, y: 0 },
): Promise<Buffer> {
  if (!('patch' in finished)) return finished.png
  const { patch, width, height } = finished
  return composed(root, [{ patch, opacity: 1 }], { ...corner, width, height })
}

/**
 * The whole picture of an output of a job: as it is stored, or composed of its root, its layers and
 * its patch.
 * @param read an object by its key
 * @param record as the API gives it, nulls and all
 */
export async function resultOf(
  read: (key: string) => Promise<Buffer>,
  record: Generation,
  index = 0,
): Promise<Buffer> {
  const job = withoutNulls(record) as Generation
  const output = job.outputs?.find((each) => each.index === index)
  if (output?.key) return read(output.key)
  const composition = output && compositionOfResult(job, output)
  if (!composition || !job.sourceKey) throw new Error('There is no result.')
  const rects = [...(job.layerRects ?? []), output.patchRect]
  const placed = await readLayers(read, job, { layers: composition.layers ?? [], rects })
  const { width = 0, height = 0 } = output
  const canvas = canvasOf(composition.canvas, { width, height })
  return composed(await read(job.sourceKey), placed, canvas)
}

async function readLayers(
  read: (key: string) => Promise<Buffer>,
  { owner }: Generation,
  of: { layers: readonly Layer[]; rects: readonly (Rect | undefined)[] },
): Promise<PlacedPatch[]> {
  const placed: PlacedPatch[] = []
  for (const [at, { generationId, index, opacity }] of of.layers.entries()) {
    const rect = of.rects[at]
    if (!rect) throw new Error('A layer has no place.')
    const file = await read(patchKey(owner, generationId, index))
    placed.push({ patch: await readPatch(file, rect), opacity })
  }
  return placed
}

async function composed(
  root: Buffer,
  layers: readonly PlacedPatch[],
  canvas: Rect,
): Promise<Buffer> {
  const opened = await openOriginal(root)
  const made = compose({ ...opened, x: 0, y: 0 }, layers, canvas)
  const { width, height, channels, pixels } = made
  return encodeResult({ ...opened, width, height, channels, pixels }, 'EDITED')
}
