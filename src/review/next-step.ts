/** What to do with a job's results, and where they belong. Pure: reads no store. */

import { type Generation, type GenerationOutput, hasImage } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { PictureId } from '#domain/ids.ts'
import type { Facts } from '#domain/operation/define-operation.ts'
import { operationTable } from '#domain/operation/table.ts'

type Made = Pick<Generation, 'operation' | 'pictureId'>

/** @returns the outputs that can be looked at */
export function resultsOf(generation: Generation): readonly GenerationOutput[] {
  return (generation.outputs ?? []).filter(
    (output) => output.status === 'SUCCEEDED' && hasImage(output),
  )
}

/**
 * What to do about a job that was asked for here.
 * @param shownPictureId of the picture in the editor; `undefined` on the start screen
 * @returns WAIT while it runs; REVIEW its results in place; TELL that they are ready, since the
 * person has moved on; EXPLAIN a failure; FORGET what was cancelled
 */
export function nextStep(
  generation: Generation,
  shownPictureId: string | undefined,
): 'WAIT' | 'REVIEW' | 'TELL' | 'EXPLAIN' | 'FORGET' {
  if (!isFinal(generation.status)) return 'WAIT'
  if (generation.status === 'CANCELLED' && resultsOf(generation).length === 0) return 'FORGET'
  if (resultsOf(generation).length === 0) return 'EXPLAIN'
  return isInPlace(generation, shownPictureId) ? 'REVIEW' : 'TELL'
}

/** Whether a job's results belong where the person is: to the picture open, or to none. */
export function isInPlace({ operation, pictureId }: Made, shownPictureId: string | undefined) {
  const { start }: Facts = operationTable[operation]
  // A picture that it names may be a mere guide to a new one.
  const isDrawn = start !== undefined
  if (shownPictureId === undefined) return pictureId === undefined || isDrawn
  return pictureId === shownPictureId
}

/**
 * The picture whose next state the results are; some operations only borrow from the picture that
 * they name.
 */
export function editedPicture({ operation, pictureId }: Made): PictureId | undefined {
  const { isNewPicture }: Facts = operationTable[operation]
  return isNewPicture ? undefined : pictureId
}

/** Whether results are pictures of their own rather than another state of the one that is open. */
export function standsAlone(made: Made, shownPictureId: string | undefined): boolean {
  const edited = editedPicture(made)
  return edited === undefined || edited !== shownPictureId
}
