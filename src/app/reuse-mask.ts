import type { Generation } from '#domain/generation/generation.ts'
import { toAppError } from '../backend/errors.ts'
import { loadObject } from '../backend/objects.ts'
import { readMask } from '../editor/mask/read-mask.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import { openSource } from './use-open-picture.ts'

/**
 * Adds the mask of a history entry to the region that is drafted, over the picture that it was painted
 * on: that is opened first where another one is.
 */
export async function reuseMask(generation: Generation): Promise<void> {
  const { maskKey, pictureId } = generation
  if (!maskKey) return
  try {
    const { base } = editorStore.getState().document.present
    if (base?.pictureId !== pictureId && !(await openSource(generation))) return
    const region = await readMask(await loadObject(maskKey))
    if (typeof region === 'string') return showToast({ id: 'reused', text: maskRefusals[region] })
    const { actions } = editorStore.getState()
    actions.select(null)
    actions.commitStroke({ kind: 'RASTER', mode: 'ADD', ...region })
    showToast({ id: 'reused', text: t.history.reusedMask })
  } catch (error) {
    showToast({ id: 'reused', text: say(toAppError(error).reason), tone: 'danger' })
  }
}

const maskRefusals = {
  EMPTY: t.editor.select.nothingFound,
  TOO_RAGGED: t.editor.select.tooRagged,
} as const
