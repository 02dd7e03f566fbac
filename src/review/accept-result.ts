import { layerOf } from '../editor/document/record-layers.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { jobTitle } from '../editor/store/job-title.ts'
import { candidateLayer } from './candidate-layer.ts'
import { settle } from './reviews.ts'
import type { Shown } from './use-shown-review.ts'

/** Continues from the chosen result and ends the review; does nothing while it cannot. */
export function acceptResult(shown: Shown): void {
  const { generation, isAlone } = shown
  const { document, actions } = editorStore.getState()
  const { base } = document.present
  const candidate = base && candidateLayer(shown, base)
  if (candidate) {
    settle(generation.id)
    return actions.acceptLayer(candidate.layer, candidate.canvas)
  }
  const picture = wholeOf(shown)
  if (!picture) return
  const title = (isAlone ? undefined : base?.title) ?? jobTitle(generation)
  settle(generation.id)
  if (isAlone) actions.openPicture({ ...picture, title })
  else actions.acceptResult({ ...picture, title })
}

/** Whether the result is stored, and an edit's picture is open. */
export function isAcceptable(shown: Shown): boolean {
  if (layerOf(shown.generation, shown.output, '')) return !shown.isAlone
  return wholeOf(shown) !== undefined
}

function wholeOf({ output: { pictureId, key, patchKey, width, height } }: Shown) {
  if (patchKey || !pictureId || !key || !width || !height) return undefined
  return { pictureId, key, widthPx: width, heightPx: height }
}
