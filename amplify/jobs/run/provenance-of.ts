import type { Generation } from '#domain/generation/generation.ts'
import type { Provenance } from '#domain/picture/provenance.ts'

/**
 * What a result of a job says about itself. Only from what was accepted, never from the clock: a
 * job that is resumed after a crash makes the same file again.
 * @param seed the seed that this image was made with, if its model draws by chance
 */
export function provenanceOf(generation: Generation, seed: number | undefined): Provenance {
  const { operation, modelUsed: model, createdAt: madeAt, pictureId: parentId } = generation
  const { prompt, negativePrompt } = generation
  const words = { ...(prompt && { prompt }), ...(negativePrompt && { negativePrompt }) }
  return {
    version: 1,
    operation,
    model,
    madeAt,
    ...(seed !== undefined && { seed }),
    ...(parentId && { parentId }),
    ...(generation.keepPrompt && words),
  }
}
