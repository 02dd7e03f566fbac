import { useEffect, useRef } from 'react'
import type { Generation } from '#domain/generation/generation.ts'
import { isFinal, type Status } from '#domain/generation/status.ts'
import { useGenerations } from '../backend/queries.ts'
import type { PlacedPatch } from '../editor/document/layer.ts'
import { patchesIn } from '../editor/document/record-layers.ts'
import type { KnownJobs } from '../editor/store/editor-state.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { announce } from '../ui/announcer.tsx'
import { showToast } from '../ui/toasts.tsx'
import { resultsOf } from './job-results.ts'
import { useLayerJobs, useSightings } from './use-layer-jobs.ts'
import { statusText } from './waiting.ts'

/**
 * Follows jobs: hands what they made to the editor, says each new state, and tells of what ended
 * while another picture is open. Nothing that a person works with changes by it. Mounted once.
 * @param onView brings a job's picture back, with its results
 */
export function useJobsWatch(onView: (generation: Generation) => void): void {
  useMadeInEditor()
  const { records, query } = useGenerations()
  const isRead = query.isSuccess
  const layers = useEditor((state) => state.document.present.layers)
  const heard = useRef<Map<string, Status>>(undefined)
  useEffect(() => {
    if (!isRead) return
    // What was so when the page was opened is no news.
    const isFirst = heard.current === undefined
    heard.current ??= new Map()
    for (const generation of records) {
      const { id, status, operation } = generation
      const before = heard.current.get(id)
      heard.current.set(id, status)
      if (isFirst || before === status) continue
      const isHere = layers.some(({ jobs }) => jobs.includes(id))
      if (isHere) announce(t.jobs.said(t.operations[operation].job, statusText(generation)))
      else if (before && isFinal(status)) tell(generation, () => onView(generation))
    }
  }, [records, isRead, layers, onView])
}

/** Patches by the record that names them: what did not change stays the same list. */
const patchLists = new WeakMap<Generation, readonly PlacedPatch[]>()

function useMadeInEditor(): void {
  const jobs = useLayerJobs()
  const { records } = useSightings()
  useEffect(() => {
    const made: Record<string, readonly PlacedPatch[]> = {}
    for (const [id, record] of records) {
      if (!record || record === 'NONE') continue
      const patches = patchLists.get(record) ?? patchesIn(record)
      patchLists.set(record, patches)
      if (patches.length > 0) made[id] = patches
    }
    const pending = [...jobs].flatMap(([id, each]) => (each.pending.length > 0 ? [id] : []))
    const { jobs: before, actions } = editorStore.getState()
    if (!isSame(before, { made, pending })) actions.noteJobs({ made, pending })
  }, [jobs, records])
}

function isSame(one: KnownJobs, other: KnownJobs): boolean {
  const ids = Object.keys(other.made)
  return (
    ids.length === Object.keys(one.made).length &&
    ids.every((id) => one.made[id] === other.made[id]) &&
    one.pending.join() === other.pending.join()
  )
}

function tell(generation: Generation, view: () => void): void {
  const { id, operation } = generation
  if (resultsOf(generation).length === 0) return
  showToast({
    id,
    text: t.jobs.doneElsewhere(t.operations[operation].job),
    action: { label: t.jobs.view, run: view },
    lastsMs: 12_000,
  })
}
