import type { Generation } from '#domain/generation/generation.ts'
import type { UserId } from '#domain/ids.ts'
import { toAppError } from '../backend/errors.ts'
import { newGenerationId } from '../backend/generations.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { ask } from '../editor/store/ask.ts'
import { requestToRepeat } from '../editor/store/request-to-repeat.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'

/** Asks for the same once more, as a further job of the same layer. */
export async function repeatJob(
  owner: UserId,
  layer: DocumentLayer,
  generation: Generation,
): Promise<void> {
  const { id: layerId, operation, name, words, settings } = layer
  const generationId = newGenerationId()
  try {
    const request = requestToRepeat(generation)
    const again = { layerId, generationId, operation, name, words, settings }
    await ask(owner, request, { kind: 'ASK_AGAIN', ...again })
  } catch (error) {
    showToast({ id: `retry-${layerId}`, text: say(toAppError(error).reason), tone: 'danger' })
  }
}
