import { grow } from '#domain/frame/plan-crop.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { applyPatch, type Patch } from '#domain/layer/mix.ts'
import { countChangedOutside } from '../../../imaging/count-changed.ts'
import { encodePatch } from '../../../imaging/patch-file.ts'
import type { Place } from '../../../imaging/prepare-edit.ts'
import { cutOut } from '../../../imaging/raw-pixels.ts'
import type { EditedImage } from './prepared.ts'

/** How much around an edit its preview shows, as a share of its longer side, and at least. */
const surroundings = { share: 0.25, minPx: 32 }

/**
 * Finishes an edit: its patch as a file, and what it looks like amid its surroundings, where it is
 * counted that nothing without weight has changed.
 * @param job.patch in pixels of the window
 * @param job.canvas in pixels of the root
 */
export async function finishEdit(job: {
  place: Pick<Place, 'window' | 'at'>
  patch: Patch
  canvas: Rect
}): Promise<EditedImage> {
  const { patch, canvas } = job
  const { window, at } = job.place
  const longer = Math.max(patch.width, patch.height)
  const around = Math.max(surroundings.minPx, Math.round(surroundings.share * longer))
  const part = grow(patch, around, window)
  const before = { ...window, ...part, pixels: cutOut(window, part) }
  const shown = { ...before, pixels: before.pixels.slice() }
  const inPart = { ...patch, ...moved(patch, { x: -part.x, y: -part.y }) }
  applyPatch({ ...shown, x: 0, y: 0 }, inPart, 1)
  const weight = { region: inPart, pixels: patch.weight }
  const changedOutside = countChangedOutside(before, shown.pixels, weight)
  const corner = { x: canvas.x + at.x, y: canvas.y + at.y }
  const inRoot = { ...patch, ...moved(patch, corner) }
  const file = await encodePatch(inRoot, window.profile)
  const { width, height } = canvas
  return { patch: inRoot, file, width, height, bytes: file.length, changedOutside, shown }
}
