import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import { useGenerations } from '../backend/queries.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { resultsOf, standsAlone } from './next-step.ts'
import { useOpenReview } from './reviews.ts'

/** What is looked at: a job's results, and the one shown. */
export type Shown = {
  readonly generation: Generation
  readonly results: readonly GenerationOutput[]
  readonly output: GenerationOutput
  readonly index: number
  /** Whether they are new pictures of their own, not shown over the one that is open. */
  readonly isAlone: boolean
}

/** @returns the review under way, if its job is known and has results */
export function useShownReview(): Shown | undefined {
  const open = useOpenReview()
  const { records } = useGenerations()
  const shownPictureId = useEditor((state) => state.document.present.base?.pictureId)
  const generation = open && records.find((each) => each.id === open.id)
  if (!generation) return undefined
  const results = resultsOf(generation)
  const output = results[open.index] ?? results[0]
  const isAlone = standsAlone(generation, shownPictureId)
  return output && { generation, results, output, index: results.indexOf(output), isAlone }
}
