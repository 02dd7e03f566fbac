/** Ids of the jobs that were asked for in this browser and whose end nobody has dealt with yet. */
import * as z from 'zod'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

const storageKey = 'repaint.reviews'
const maxKept = 60

const storedSchema = z.array(z.string()).catch([])

const trackedStore = createStore<readonly string[]>(readStored)

/** The ids, oldest first, for a component. */
export function useTrackedJobs(): readonly string[] {
  return useStore(trackedStore)
}

/** Notes a job asked for here: its results are to be shown when it is done. */
export function trackJob(id: string): void {
  change([...trackedStore.getState(), id])
}

/** Drops a job whose end was dealt with. */
export function untrackJob(id: string): void {
  change(trackedStore.getState().filter((each) => each !== id))
}

function change(ids: readonly string[]): void {
  const kept = ids.slice(-maxKept)
  trackedStore.setState(kept, true)
  localStorage.setItem(storageKey, JSON.stringify(kept))
}

function readStored(): string[] {
  try {
    return storedSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
  } catch {
    return []
  }
}
