/** Whose results are looked at now, and which of them. */
import { createStore, useStore } from 'zustand'
import { untrackJob } from '../backend/tracked-jobs.ts'

/** A job whose results are looked at, and the index of the one shown. */
type Review = { readonly id: string; readonly index: number }

const reviewStore = createStore<{ readonly open: Review | undefined }>(() => ({ open: undefined }))

/** The review under way, for a component. */
export function useOpenReview(): Review | undefined {
  return useStore(reviewStore, (state) => state.open)
}

/** The job's end was dealt with: its results accepted or discarded, its failure read. */
export function settle(id: string): void {
  untrackJob(id)
  if (reviewStore.getState().open?.id === id) leaveReview()
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
