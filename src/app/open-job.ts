import type { Generation } from '#domain/generation/generation.ts'
import { isPatching, type LayerId, layerIdSchema } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { nameFrom } from '../editor/store/job-title.ts'
import { openSource } from './use-open-picture.ts'

/**
 * Shows a job that another document asked for: on the picture that it was made for, or, of pictures of
 * their own, beside what is open.
 */
export async function openJob(generation: Generation): Promise<void> {
  if (isPatching(generation)) await openSource(generation)
  const layerId = layerIdSchema.parse(crypto.randomUUID())
  const { run, select } = editorStore.getState().actions
  run(layerFor(generation, layerId))
  select(layerId)
}

function layerFor(generation: Generation, layerId: LayerId) {
  const { id: generationId, operation, prompt = '', negativePrompt = '', search = '' } = generation
  return {
    kind: 'ASK' as const,
    layerId,
    generationId,
    operation,
    name: nameFrom(prompt),
    words: { prompt, negativePrompt, search },
    settings: {},
    strokes: [],
    // What is typed for it now stays.
    aim: '',
    extent: null,
  }
}
