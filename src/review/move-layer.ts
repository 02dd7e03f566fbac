import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { cancelJobs } from './cancel-jobs.ts'
import type { LayerJobs } from './job-state.ts'

/** What a layer is called while it is dragged. */
export const dragType = 'application/x-repaint-layer'

/** Puts a layer at a place, counted from below. */
export function moveLayer({ id }: DocumentLayer, to: number): void {
  if (to >= 0) editorStore.getState().actions.run({ kind: 'MOVE_LAYER', layerId: id, to })
}

/** Deletes a layer; what is still being made for it is wanted no more. */
export function deleteLayer({ id }: DocumentLayer, jobs: LayerJobs | undefined): void {
  if (jobs) void cancelJobs(jobs.pending)
  editorStore.getState().actions.run({ kind: 'DELETE_LAYER', layerId: id })
}
