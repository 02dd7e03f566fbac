import { editorStore } from '../editor/store/editor-store.ts'
import { settle } from './reviews.ts'
import type { Shown } from './use-shown-review.ts'

const maxTitleLength = 60

/** Continues from the chosen result and ends the review; does nothing while it is not stored yet. */
export function acceptResult({ generation, output, isAlone }: Shown): void {
  const { pictureId, key, width, height } = output
  if (!pictureId || !key || !width || !height) return
  const { document, actions } = editorStore.getState()
  const { base } = document.present
  const title = (isAlone ? undefined : base?.title) ?? generation.prompt?.slice(0, maxTitleLength)
  const next = {
    pictureId,
    key,
    widthPx: width,
    heightPx: height,
    ...(title === undefined ? {} : { title }),
  }
  settle(generation.id)
  if (isAlone) actions.openPicture(next)
  else actions.acceptResult(next)
}
