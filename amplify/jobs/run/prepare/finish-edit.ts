import { moved } from '#domain/frame/rect.ts'
import type { Patch } from '#domain/layer/mix.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import type { OpenedOriginal } from '../../../imaging/open-original.ts'
import { layOver } from '../../../imaging/paste-back.ts'
import type { FinishedImage } from './prepared.ts'

/**
 * Finishes an edit: its patch, and the whole picture with it.
 * @param job.patch in pixels of the canvas
 * @param job.corner where the canvas lies, in pixels of the root
 */
export async function finishEdit(job: {
  original: OpenedOriginal
  patch: Patch
  corner: { readonly x: number; readonly y: number }
  made: Provenance
}): Promise<FinishedImage> {
  const { patch, corner, original } = job
  const whole = await layOver(original, patch, job.made)
  const inRoot = { ...patch, ...moved(patch, corner) }
  return { ...whole, patch: { patch: inRoot, profile: original.profile } }
}
