/** Which jobs were asked for here and not looked at yet, and whose results are looked at now. */
import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import type { Operation } from '#domain/generation/operation.ts'
import { isFinal } from '#domain/generation/status.ts'
import type { Generation, Output } from '../backend/records.ts'
import { drawAims } from '../editor/store/aim.ts'

const storageKey = 'repaint.reviews'
const maxKept = 60

const storedSchema = z.array(z.string()).catch([])

export type Review = { readonly id: string; readonly index: number }

type Reviews = {
  /** Ids of jobs asked for in this browser whose end was not dealt with. */
  readonly mine: readonly string[]
  readonly open: Review | undefined
}

const reviewStore = createStore<Reviews>(() => ({ mine: readStored(), open: undefined }))

/** The reviews, for a component. */
export function useReviews(): Reviews {
  return useStore(reviewStore)
}

/** Notes a job asked for here: its results are to be shown when it is done. */
export function track(id: string): void {
  setMine([...reviewStore.getState().mine, id])
}

/** The job's end was dealt with: its results accepted or discarded, its failure read. */
export function settle(id: string): void {
  setMine(reviewStore.getState().mine.filter((each) => each !== id))
  if (reviewStore.getState().open?.id === id) reviewStore.setState({ open: undefined })
}

/** Looks at a job's results, from the first. */
export function openReview(id: string): void {
  reviewStore.setState({ open: { id, index: 0 } })
}

/** Looks away; the results wait until they are accepted or discarded. */
export function leaveReview(): void {
  reviewStore.setState({ open: undefined })
}

/** Looks at the result at `index` of those that `count` says there are; it wraps around. */
export function showResult(index: number, count: number): void {
  const { open } = reviewStore.getState()
  if (open && count > 0) {
    reviewStore.setState({ open: { ...open, index: (index + count) % count } })
  }
}

/** @returns the outputs that can be looked at */
export function resultsOf(generation: Generation): readonly Output[] {
  return (generation.outputs ?? []).filter(
    (output) => output.status === 'SUCCEEDED' && output.key !== undefined,
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

type Made = Pick<Generation, 'operation' | 'pictureId'>

/** Whether a job's results belong where the person is: to the picture open, or to none. */
export function isInPlace({ operation, pictureId }: Made, shownPictureId: string | undefined) {
  if (shownPictureId === undefined) return pictureId === undefined || isDrawn(operation)
  return pictureId === shownPictureId
}

/** Whether results are pictures of their own rather than another state of the one that is open. */
export function standsAlone(made: Made, shownPictureId: string | undefined): boolean {
  const { operation, pictureId } = made
  return (
    shownPictureId === undefined || pictureId !== shownPictureId || operation === 'COLOR_GUIDED'
  )
}

/** Whether a picture that it names may be a mere guide to a new one. */
function isDrawn(operation: Operation): boolean {
  return drawAims.some((aim) => aim === operation)
}

function setMine(mine: readonly string[]): void {
  const kept = mine.slice(-maxKept)
  reviewStore.setState({ mine: kept })
  localStorage.setItem(storageKey, JSON.stringify(kept))
}

function readStored(): string[] {
  try {
    return storedSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
  } catch {
    return []
  }
}
