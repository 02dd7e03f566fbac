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
  if (isPatching(generation) && !(await openSource(generation))) return
  const layerId = layerIdSchema.parse(crypto.randomUUID())
  const { run, select } = editorStore.getState().actions
  run(layerFor(generation, layerId))
  select(layerId)
}

/** The command that makes a layer of a job, and of nothing else. */
export function layerFor(generation: Generation, layerId: LayerId) {
  return {
    kind: 'ASK' as const,
    layerId,
    ...askedAs(generation),
    strokes: [],
    // What is typed for it now stays.
    aim: '',
    extent: null,
  }
}

/** What a job was asked for with, as its layer says it. */
export function askedAs(generation: Generation) {
  const { id: generationId, operation, prompt = '', negativePrompt = '', search = '' } = generation
  const words = { prompt, negativePrompt, search }
  return { generationId, operation, name: nameFrom(prompt), words, settings: {} }
}
