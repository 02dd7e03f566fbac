import { type Generation, type GenerationOutput, hasImage } from '#domain/generation/generation.ts'

/** The outputs of a job that can be looked at. */
export function resultsOf(generation: Generation): readonly GenerationOutput[] {
  return (generation.outputs ?? []).filter(
    (output) => output.status === 'SUCCEEDED' && hasImage(output),
  )
}
