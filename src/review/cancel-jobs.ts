import { toAppError } from '../backend/errors.ts'
import { cancelQueued, sendCancelled } from '../backend/generations.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import type { JobState } from './job-state.ts'

/** Takes back what is on its way and asks what is under way to stop; says so where that fails. */
export async function cancelJobs(states: readonly JobState[]): Promise<void> {
  for (const state of states) {
    try {
      if (state.kind === 'QUEUED') await cancelQueued(state.entry)
      else if (state.kind === 'RUNNING') await sendCancelled(state.id)
    } catch (error) {
      const text = say(toAppError(error).reason)
      showToast({ id: `cancel-${state.id}`, text, tone: 'danger' })
    }
  }
}
