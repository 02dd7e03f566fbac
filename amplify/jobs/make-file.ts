import { orThrow } from '#domain/errors.ts'
import type { Export } from '#domain/export/export.ts'
import { fileTypeOf } from '#domain/export/file-type.ts'
import { exportSizeOf } from '#domain/export/size.ts'
import { canvasProblem } from '#domain/frame/canvas-problem.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import type { GenerationId } from '#domain/ids.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import { operationTable } from '#domain/operation/table.ts'
import { editKeyOf, type Picture } from '#domain/picture/picture.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { type Composed, composeExport } from '../imaging/compose-export.ts'
import { encodeExport } from '../imaging/encode-export.ts'
import type { PixelOrigin } from '../imaging/encode-result.ts'
import type { OpenedOriginal } from '../imaging/open-original.ts'
import type { Edges } from '../store/edges.ts'
import { checkLayers } from './check-layers.ts'
import { ownPicture } from './own-picture.ts'
import { readPicture, storedLayers } from './read-stored.ts'
import { provenanceOf } from './run/provenance-of.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects'>

export type MadeFile = {
  readonly file: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Of a lossless file of full size. */
  readonly changedOutside?: number
}

/** How far it is, from 0 to 1, when the root is decoded, and when the layers lie over it. */
const doneBy = { root: 0.2, layers: 0.6 }

/**
 * Makes the file of an export.
 * @param note is told how far it is, from 0 to 1; what it throws ends the work
 * @throws AppError NOT_FOUND for a root or a layer that is gone, INVALID_IMAGE, and INVALID_REQUEST for
 *   a canvas that is too large
 */
export async function makeFile(
  edges: Needed,
  record: Export,
  note: (progress: number) => Promise<void>,
): Promise<MadeFile> {
  const picture = await ownPicture(edges, record.owner, {
    id: record.pictureId,
    field: 'pictureId',
  })
  const made = record.keepProvenance ? await madeBy(edges, record, picture) : {}
  const composed = await composeAll(edges, { record, key: editKeyOf(picture), note })
  await note(doneBy.layers)
  const size = exportSizeOf(composed.picture, record.maxSidePx)
  const { origin: _origin, ...silent } = composed.picture
  const shown = record.keepMetadata ? composed.picture : silent
  const { mime, quality } = record
  const file = await encodeExport(shown, { mime, quality, size, made })
  const isExact = fileTypeOf(mime).isLossless && size.width === composed.picture.width
  return {
    file,
    ...size,
    bytes: file.length,
    ...(isExact && { changedOutside: composed.changedOutside }),
  }
}

/** Apart from the rest, so that the root can be given up before its copy is encoded. */
async function composeAll(
  edges: Needed,
  of: { record: Export; key: string; note: (progress: number) => Promise<void> },
): Promise<Composed> {
  const { record, note } = of
  const { owner, layers = [] } = record
  const rects = await checkLayers(edges, owner, record)
  const { original: root } = await readPicture(edges.objects, of.key)
  const canvas = canvasOf(record.canvas, root)
  orThrow(canvasProblem(canvas, bytesPerPixel(root, canvas), 'canvas'))
  await note(doneBy.root)
  return composeExport(root, canvas, {
    layers: storedLayers(edges.objects, { owner, layers, rects }),
    onLayer: (done) => note(doneBy.root + ((doneBy.layers - doneBy.root) * done) / layers.length),
  })
}

/** With the opacity that it has where the canvas reaches beyond the root. */
function bytesPerPixel({ channels, pixels, width, height }: OpenedOriginal, canvas: Rect): number {
  const isWithin =
    canvas.x >= 0 &&
    canvas.y >= 0 &&
    canvas.x + canvas.width <= width &&
    canvas.y + canvas.height <= height
  return (isWithin ? channels : 4) * pixels.BYTES_PER_ELEMENT
}

/** What the file says of how it was made: the layer on top, else the root, if a model made it. */
async function madeBy(
  edges: Pick<Edges, 'generations'>,
  { layers = [] }: Export,
  picture: Picture,
): Promise<PixelOrigin> {
  const top = layers.at(-1)
  if (top) {
    const made = await provenanceIn(edges, top.generationId, ({ index }) => index === top.index)
    return { source: 'EDITED', made }
  }
  const { id, generationId, madeWith } = picture
  const made = generationId
    ? await provenanceIn(edges, generationId, ({ pictureId }) => pictureId === id)
    : madeWith
  if (!made) return generationId ? { source: 'GENERATED' } : {}
  const { method } = operationTable[made.operation]
  const isWhole = method === 'DRAWN' || method === 'ENLARGED'
  return { source: isWhole ? 'GENERATED' : 'EDITED', made }
}

/** @param isIt the image of the job that is meant, which knows its seed */
async function provenanceIn(
  edges: Pick<Edges, 'generations'>,
  id: GenerationId,
  isIt: (output: GenerationOutput) => boolean,
): Promise<Provenance | undefined> {
  const job = await edges.generations.get(id)
  return job && provenanceOf(job, job.outputs?.find(isIt)?.seed)
}
