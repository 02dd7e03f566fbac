import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import type { DocumentLayer, PlacedPatch, ResultName } from '../editor/document/layer.ts'
import { isSameResult } from '../editor/document/layer.ts'
import { patchOf } from '../editor/document/record-layers.ts'
import type { Look } from '../editor/document/shown-layers.ts'
import { resultsOf } from './job-results.ts'
import type { JobState } from './job-state.ts'

/** The results of jobs, to choose from. Pure. */

/** One result, and the job that made it. */
export type Result = {
  readonly generation: Generation
  readonly output: GenerationOutput
  /** What lies over the picture; a whole picture has none. */
  readonly patch: PlacedPatch | undefined
}

/** All that a layer has to choose from, in the order of its jobs; what was discarded is left out. */
export function choices(layer: DocumentLayer, states: readonly JobState[]): readonly Result[] {
  return states
    .flatMap((state) => ('generation' in state ? [state.generation] : []))
    .flatMap((generation) =>
      resultsOf(generation).map((output) => ({
        generation,
        output,
        patch: patchOf(generation, output),
      })),
    )
    .filter((result) => !layer.discarded.some((each) => isSameResult(each, nameOf(result))))
}

/** A result's name in its document. */
export function nameOf({ generation, output }: Result): ResultName {
  return { generationId: generation.id, index: output.index }
}

/** Which of the choices a layer shows: the one looked at, else the one kept, else the first. */
export function chosenIndex(
  layer: DocumentLayer,
  results: readonly Result[],
  look: Look | undefined,
): number {
  const wanted = look?.layerId === layer.id ? look.result : layer.kept
  const index = wanted ? results.findIndex((result) => isSameResult(nameOf(result), wanted)) : 0
  return Math.max(0, index)
}

/** How many images were asked for and could not be made. */
export function missingCount(states: readonly JobState[]): number {
  return states
    .flatMap((state) => (state.kind === 'DONE' ? [state.generation] : []))
    .reduce((sum, each) => sum + each.count - resultsOf(each).length, 0)
}
