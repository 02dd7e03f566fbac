import { useEffect, useRef } from 'react'
import type { Generation } from '#domain/generation/generation.ts'
import type { Status } from '#domain/generation/status.ts'
import { useGenerations } from '../backend/queries.ts'
import { useTrackedJobs } from '../backend/tracked-jobs.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { announce } from '../ui/announcer.tsx'
import { showToast } from '../ui/toasts.tsx'
import { isInPlace, nextStep } from './next-step.ts'
import { leaveReview, openReview, settle, useOpenReview } from './reviews.ts'
import { statusText } from './waiting.ts'

/**
 * Follows the jobs asked for here: says each new state, opens results where the person still is,
 * and tells of them where not. Mounted once.
 * @param onView brings a job's picture back and opens its results
 */
export function useReviewWatch(onView: (generation: Generation) => void): void {
  const { records } = useGenerations()
  const tracked = useTrackedJobs()
  const open = useOpenReview()
  const shownPictureId = useEditor((state) => state.document.present.base?.pictureId)
  const told = useRef(new Set<string>())
  const heard = useRef(new Map<string, Status>())
  useEffect(() => {
    for (const generation of records) {
      if (tracked.includes(generation.id)) sayChange(generation, heard.current)
    }
    const steps = records
      .filter((generation) => tracked.includes(generation.id))
      .map((generation) => ({ generation, step: nextStep(generation, shownPictureId) }))
    for (const { generation, step } of steps) {
      if (step === 'FORGET') settle(generation.id)
      if (step === 'TELL') tellOnce(generation, told.current, () => onView(generation))
    }
    if (open && hasMovedOn(records, open.id, shownPictureId)) leaveReview()
    const ready = steps.findLast(({ step }) => step === 'REVIEW')
    if (ready && !open) openReview(ready.generation.id)
  }, [records, tracked, open, shownPictureId, onView])
}

/** A place in the queue is told once, not each time it moves. */
function sayChange(generation: Generation, heard: Map<string, Status>): void {
  const { id, status, operation } = generation
  const isNews = heard.get(id) !== status
  heard.set(id, status)
  if (isNews) announce(t.jobs.said(t.operations[operation].job, statusText(generation)))
}

/** Results of an edit are shown on their own picture only; a new picture's anywhere. */
function hasMovedOn(
  records: readonly Generation[],
  id: string,
  shownPictureId: string | undefined,
): boolean {
  const generation = records.find((each) => each.id === id)
  return generation?.pictureId !== undefined && !isInPlace(generation, shownPictureId)
}

function tellOnce(generation: Generation, told: Set<string>, view: () => void): void {
  const { id, operation } = generation
  if (told.has(id)) return
  told.add(id)
  showToast({
    id,
    text: t.jobs.doneElsewhere(t.operations[operation].job),
    action: { label: t.jobs.view, run: view },
    lastsMs: 12_000,
  })
}
