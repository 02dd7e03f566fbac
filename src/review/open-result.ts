import { whole } from '../editor/document/commands.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { jobTitle } from '../editor/store/job-title.ts'
import type { Result } from './results.ts'

/** Opens a result that is a picture of its own, in a document that knows which one it came from. Undo leads back to what was open before. */
export function openWhole({ generation, output }: Result): void {
  const { pictureId, key, width, height } = output
  if (!pictureId || !key || !width || !height) return
  const { document, actions } = editorStore.getState()
  const { base } = document.present
  // What an open picture became is still called as it was.
  const title = (generation.pictureId === base?.pictureId && base?.title) || jobTitle(generation)
  const opened = whole({ pictureId, key, widthPx: width, heightPx: height, title })
  actions.openComposition({ ...opened, ...(base && { parent: document.present.id }) })
}

/** Whether a result can be opened: its picture is stored. */
export function isOpenable({ output }: Result): boolean {
  return Boolean(output.pictureId && output.key && output.width && output.height)
}
