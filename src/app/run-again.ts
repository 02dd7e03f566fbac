import type { Generation } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import { toAppError } from '../backend/errors.ts'
import { newGenerationId } from '../backend/generations.ts'
import { type DocumentLayer, isPatching, layerIdSchema } from '../editor/document/layer.ts'
import { ask } from '../editor/store/ask.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { requestToRepeat } from '../editor/store/request-to-repeat.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import { askedAs, layerFor } from './open-job.ts'
import { openSource } from './use-open-picture.ts'

/**
 * Asks for what a history entry was once more: in its layer where the open document has it, else as a
 * new layer over the picture that it was made on, or beside what is open.
 * @param model that shall do it; left out, the one asked for then
 */
export async function runAgain(
  owner: UserId,
  generation: Generation,
  model?: string,
): Promise<void> {
  const generationId = newGenerationId()
  try {
    const request = requestToRepeat(generation, model)
    const layer = layerWith(generation)
    if (layer) {
      const { id: layerId, settings } = layer
      const again = { ...askedAs(generation), settings, generationId, layerId }
      return await ask(owner, request, { kind: 'ASK_AGAIN', ...again })
    }
    // On another picture it would be another edit.
    if (isPatching(generation) && !(await openSource(generation))) return
    const newId = layerIdSchema.parse(crypto.randomUUID())
    await ask(owner, request, { ...layerFor(generation, newId), generationId })
  } catch (error) {
    const text = say(toAppError(error).reason)
    showToast({ id: `again-${generation.id}`, text, tone: 'danger' })
  }
}

function layerWith({ id }: Generation): DocumentLayer | undefined {
  const { layers } = editorStore.getState().document.present
  return layers.find(({ jobs }) => jobs.includes(id))
}
