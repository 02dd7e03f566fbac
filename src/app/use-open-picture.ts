import { useCallback, useState } from 'react'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import type { GenerationId, PictureId } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { editKeyOf } from '#domain/picture/picture.ts'
import { fetchGeneration, fetchPicture } from '../backend/api.ts'
import { toAppError } from '../backend/errors.ts'
import { usePerson } from '../backend/queries.ts'
import { known } from '../backend/records-cache.ts'
import { addPicture, type LocalPicture, takenIn } from '../backend/uploads.ts'
import type { BasePicture } from '../editor/document/document.ts'
import { type LayerId, layerIdSchema, type PlacedPatch } from '../editor/document/layer.ts'
import { extendedCanvas, layerOf, layersBelow, patchOf } from '../editor/document/record-layers.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { jobTitle } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { nameOf } from '../library/names.ts'
import { showToast } from '../ui/toasts.tsx'

/** The picture that was opened from a file last. */
let broughtInId: PictureId | undefined

/** Whether a picture was just opened from a file, not from what is here. */
export function wasBroughtIn(id: PictureId): boolean {
  return id === broughtInId
}

/** Opens a picture of the library in the editor. */
export function openPicture(picture: Picture): void {
  const base = baseOf(picture)
  if (!base) return
  editorStore.getState().actions.openPicture(base)
  const { frames } = picture
  if (frames) showToast({ id: 'frames', text: t.upload.firstOf(frames) })
}

function baseOf(picture: Picture): BasePicture | undefined {
  const { id, width, height } = picture
  if (!width || !height) return undefined
  const title = nameOf(picture)
  return { pictureId: id, key: editKeyOf(picture), widthPx: width, heightPx: height, title }
}

/** Opens a file that was just added, at once or when the backend has made a PNG of it. */
async function openAdded({ size, ...local }: LocalPicture): Promise<void> {
  broughtInId = local.pictureId
  const { actions, document } = editorStore.getState()
  if (size) return actions.openPicture({ ...local, ...size })
  const picture = await takenIn(local.pictureId)
  // What was opened meanwhile stays.
  const isStillWanted = editorStore.getState().document.present.base === document.present.base
  if (picture && isStillWanted) openPicture(picture)
}

/** Opens one result of a job in the editor; an edit over all that it was made on. */
export async function openResult(generation: Generation, output: GenerationOutput): Promise<void> {
  const patch = patchOf(generation, output)
  if (patch) {
    await openComposition(generation, patch)
    return
  }
  const { pictureId, key, width, height } = output
  if (!pictureId || !key || !width || !height) return
  const title = jobTitle(generation)
  const base = { pictureId, key, widthPx: width, heightPx: height, title }
  editorStore.getState().actions.openPicture(base)
}

/**
 * Opens what a job started from, the picture with its layers; says so when it is gone.
 * @returns whether it is open now
 */
export async function openSource(generation: Generation): Promise<boolean> {
  return generation.pictureId !== undefined && openComposition(generation)
}

async function openComposition(generation: Generation, patch?: PlacedPatch): Promise<boolean> {
  try {
    const picture = generation.pictureId && (await fetchPicture(generation.pictureId))
    const base = picture ? baseOf(picture) : undefined
    if (!base) {
      showToast({ id: 'source', text: t.errors.NOT_FOUND, tone: 'danger' })
      return false
    }
    const jobs = await jobsOf(generation.layers ?? [])
    const below = layersBelow(generation, {
      newId: newLayerId,
      jobOf: ({ generationId }) => jobs.get(generationId),
    })
    const size = { width: base.widthPx, height: base.heightPx }
    const extent = extendedCanvas(generation, size) ?? null
    const top = patch && { ...layerOf(generation, patch, newLayerId()), extent }
    const layers = top ? [...below, top] : below
    const canvas = generation.canvas ?? null
    editorStore.getState().actions.openComposition({ base, canvas, layers })
    return true
  } catch (error) {
    showToast({ id: 'source', text: t.errors[toAppError(error).code], tone: 'danger' })
    return false
  }
}

function newLayerId(): LayerId {
  return layerIdSchema.parse(crypto.randomUUID())
}

/** The jobs that made layers, as far as they can be read. */
async function jobsOf(layers: readonly Layer[]): Promise<ReadonlyMap<GenerationId, Generation>> {
  const ids = [...new Set(layers.map(({ generationId }) => generationId))]
  const jobs = await Promise.all(
    ids.map(async (id) => {
      const here = known('generations').byId[id]
      return here ?? (await fetchGeneration(id).catch(() => undefined))
    }),
  )
  return new Map(jobs.flatMap((job) => (job ? [[job.id, job] as const] : [])))
}

/** Takes files in: each is uploaded, the first opens in the editor at once. */
export function useAddFiles() {
  const person = usePerson().data
  const [isReading, setIsReading] = useState(false)
  const addFiles = useCallback(
    async (files: readonly File[]) => {
      if (!person) return
      setIsReading(true)
      for (const [index, file] of files.entries()) {
        try {
          const picture = await addPicture(person.id, file)
          if (index === 0) void openAdded(picture)
        } catch (error) {
          const text = t.start.refused(file.name, say(toAppError(error).reason))
          showToast({ id: `refused-${file.name}`, text, tone: 'danger', lastsMs: 10_000 })
        }
      }
      setIsReading(false)
    },
    [person],
  )
  return { addFiles, isReading }
}
