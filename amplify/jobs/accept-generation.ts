import { digestOf } from '#domain/digest.ts'
import { AppError, orThrow } from '#domain/errors.ts'
import { canvasProblem } from '#domain/frame/canvas-problem.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { newGeneration } from '#domain/generation/new-generation.ts'
import type { GenerationId, PictureId, UserId } from '#domain/ids.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import { maskHeaderBytes } from '#domain/mask/mask-file.ts'
import { readMessageText } from '#domain/message/text.ts'
import type { ModelAccess } from '#domain/model/access.ts'
import { pictureProblem, requestProblem } from '#domain/model/check.ts'
import { findRoute } from '#domain/model/route.ts'
import { assertOwnKey } from '#domain/object-key.ts'
import type { GenerationRequest, RequestFields } from '#domain/operation/request.ts'
import { editKeyOf, type Picture } from '#domain/picture/picture.ts'
import type { Limits } from '#domain/usage/usage.ts'
import type { Edges } from '../store/edges.ts'
import { checkLayers } from './check-layers.ts'
import { accountDeleted, enqueue, idUsed } from './enqueue.ts'
import { checkMaskHeader } from './mask-header.ts'
import { ownPicture } from './own-picture.ts'
import { checkStoredBytes } from './stored-bytes.ts'

type Needed = Pick<
  Edges,
  | 'generations'
  | 'pictures'
  | 'objects'
  | 'usage'
  | 'people'
  | 'leavers'
  | 'queue'
  | 'modelStates'
  | 'now'
>

export type AcceptSettings = {
  readonly access: ModelAccess
  readonly limits: Limits
  readonly lifetimeSeconds: number
  /** What one person may store, of uploads and results together. */
  readonly storedBytes: number
}

/** What a caller sent, with `requestId` for the log. */
type Asked = { owner: UserId; id: GenerationId; request: GenerationRequest; requestId: string }

/**
 * Accepts a job once: checks it, writes it, reserves its quota, sends its message. The same id with
 * the same request gives the same record, and gets what a crash left out.
 * @throws AppError with the reason, before anything is paid
 */
export async function acceptGeneration(
  edges: Needed,
  settings: AcceptSettings,
  asked: Asked,
): Promise<Generation> {
  const { owner } = asked
  const requestHash = await digestOf(asked.request)
  const [known, hasLeft, isUsed, foundRetired] = await Promise.all([
    edges.generations.get(asked.id),
    edges.leavers.hasLeft(owner),
    edges.usage.isUsed(asked.id),
    edges.modelStates.foundRetired(),
  ])
  if (hasLeft) throw accountDeleted()
  if (known) return resume(edges, settings, mine(known, owner, requestHash))
  if (isUsed) throw idUsed()
  await Promise.all([
    edges.people.welcome(owner),
    checkStoredBytes(edges, owner, settings.storedBytes),
  ])

  const at = edges.now()
  const today = new Date(at).toISOString().slice(0, 10)
  const { request } = asked
  const route = orThrow(findRoute(request, { ...settings.access, today, foundRetired }))
  orThrow(requestProblem(request, route.model))
  const pictures = await checkPictures(edges, owner, request)
  const { source, canvas } = pictures
  if (canvas) orThrow(pictureProblem(request, route.model, canvas))
  const stored = await edges.generations.createOnce(
    newGeneration({
      ...asked,
      requestHash,
      route,
      sourceKey: source && editKeyOf(source),
      referenceKeys: pictures.references.map(editKeyOf),
      layerRects: pictures.layerRects,
      at,
      lifetimeSeconds: settings.lifetimeSeconds,
    }),
  )
  return resume(edges, settings, mine(stored, owner, requestHash))
}

/** One answer for another's job and for one's own with another request: an id reveals nothing. */
function mine(generation: Generation, owner: UserId, requestHash: string): Generation {
  if (generation.owner === owner && generation.requestHash === requestHash) return generation
  throw new AppError('CONFLICT', { key: 'idTaken' }, { field: 'id' })
}

async function resume(
  edges: Needed,
  settings: AcceptSettings,
  generation: Generation,
): Promise<Generation> {
  const { errorCode, errorDetail } = generation
  // Refused before it was queued: a repeat is told the same.
  if (errorCode === 'QUOTA_EXCEEDED') {
    throw new AppError(errorCode, readMessageText(errorDetail ?? '{}'))
  }
  if (errorCode === 'CONFLICT') throw idUsed()
  if (generation.status === 'QUEUED') await enqueue(edges, generation, settings.limits)
  return generation
}

type Pictures = {
  readonly source: Picture | undefined
  /** What is seen of the source, in its pixels. */
  readonly canvas: Rect | undefined
  readonly references: Picture[]
  /** Where the patches of its layers lie. */
  readonly layerRects: readonly Rect[]
}

/** Every picture that a request names is the caller's and ready, and the mask fits the first. */
async function checkPictures(
  edges: Pick<Edges, 'generations' | 'pictures' | 'objects'>,
  owner: UserId,
  request: GenerationRequest,
): Promise<Pictures> {
  const own = (id: PictureId, field: string) => ownPicture(edges, owner, { id, field })
  const fields: RequestFields = request
  const { pictureId, stylePictureId, referenceIds = [], maskKey } = fields
  if (maskKey) assertOwnKey(maskKey, 'masks', { owner, field: 'maskKey' })
  const source = pictureId && (await own(pictureId, 'pictureId'))
  const references: Picture[] = []
  for (const id of referenceIds) references.push(await own(id, 'referenceIds'))
  if (stylePictureId) references.push(await own(stylePictureId, 'stylePictureId'))
  const canvas = source && seenOf(source, request)
  if (canvas && maskKey) {
    checkMaskHeader(await edges.objects.readStart(maskKey, maskHeaderBytes), canvas)
  }
  return { source, canvas, references, layerRects: await checkLayers(edges, owner, fields) }
}

/** @throws AppError INVALID_REQUEST when the canvas is larger than a picture may be */
function seenOf({ width = 0, height = 0 }: Picture, { canvas }: RequestFields): Rect {
  if (canvas) orThrow(canvasProblem(canvas, undefined, 'canvas'))
  return canvasOf(canvas, { width, height })
}
