import { t } from '../i18n/language.ts'
import { spanText } from '../ui/span.ts'
import { useNow } from '../ui/use-now.ts'
import type { JobState, LayerJobs } from './job-state.ts'
import { statusText, waitText } from './waiting.ts'

/** What is being made for a layer, in words; nothing while nothing is. */
export function useJobText(jobs: LayerJobs | undefined): string | undefined {
  const nowMs = useNow(1000)
  const state = jobs?.pending.at(-1)
  if (!jobs || !state) return undefined
  const text = pendingText(state, nowMs)
  return jobs.pending.length > 1 ? t.layers.several(text, jobs.pending.length) : text
}

function pendingText(state: JobState, nowMs: number): string {
  if (state.kind === 'RUNNING') {
    const { generation } = state
    if (generation.cancelRequested) return t.jobs.stopping
    const wait = waitText(generation, nowMs)
    const since = spanText(nowMs - Date.parse(generation.createdAt), t.time)
    return `${statusText(generation)} · ${wait ?? since}`
  }
  if (state.kind !== 'QUEUED') return ''
  const { tries, error } = state.entry
  if (tries === 0) return t.jobs.sending
  return error ? t.jobs.waitingForNetwork : t.jobs.waitingForUpload
}
