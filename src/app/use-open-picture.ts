import { useCallback, useState } from 'react'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import type { PictureId } from '#domain/ids.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { editKeyOf } from '#domain/picture/picture.ts'
import { fetchPicture } from '../backend/api.ts'
import { toAppError } from '../backend/errors.ts'
import { usePerson } from '../backend/queries.ts'
import { addPicture, type LocalPicture, takenIn } from '../backend/uploads.ts'
import { editorStore } from '../editor/store/editor-store.ts'
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
  const { id, width, height, frames } = picture
  if (!width || !height) return
  const title = nameOf(picture)
  const base = { pictureId: id, key: editKeyOf(picture), widthPx: width, heightPx: height, title }
  editorStore.getState().actions.openPicture(base)
  if (frames) showToast({ id: 'frames', text: t.upload.firstOf(frames) })
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

/** Opens one result of a job in the editor. */
export function openResult(generation: Generation, output: GenerationOutput): void {
  const { pictureId, key, width, height } = output
  if (!pictureId || !key || !width || !height) return
  const title = generation.prompt?.slice(0, 60) ?? t.operations[generation.operation].result
  const base = { pictureId, key, widthPx: width, heightPx: height, title }
  editorStore.getState().actions.openPicture(base)
}

/** Opens the picture that a job started from; says so when it is gone. */
export async function openSource({ pictureId }: Pick<Generation, 'pictureId'>): Promise<void> {
  if (!pictureId) return
  try {
    const picture = await fetchPicture(pictureId)
    if (picture?.width) openPicture(picture)
    else showToast({ id: 'source', text: t.errors.NOT_FOUND, tone: 'danger' })
  } catch (error) {
    showToast({ id: 'source', text: t.errors[toAppError(error).code], tone: 'danger' })
  }
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
