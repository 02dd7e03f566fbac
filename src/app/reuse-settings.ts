import { guides } from '#domain/generation/draw-requests.ts'
import { edges, upscaleModes } from '#domain/generation/edit-requests.ts'
import type { PictureId } from '#domain/ids.ts'
import { fetchPicture } from '../backend/api.ts'
import type { Generation } from '../backend/records.ts'
import { type Aim, drawAims } from '../editor/store/aim.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { type PickedPicture, setPicks } from '../generate/picks.ts'
import { changeSettings, chooseModel } from '../generate/settings.ts'
import { t } from '../i18n/en.ts'
import { nameOf } from '../library/names.ts'
import { showToast } from '../ui/toasts.tsx'
import { openSource } from './use-open-picture.ts'

/**
 * Takes over what a history entry was made with, so that it can be asked for again: the edit, its
 * words, pictures and numbers. The mask stays as it is; an edit with no picture open gets its own.
 */
export async function reuseSettings(generation: Generation): Promise<void> {
  const { operation, pictureId } = generation
  const aim = operation === 'ERASE' ? 'INPAINT' : operation
  const { actions, document } = editorStore.getState()
  const isDrawn = drawAims.some((each) => each === aim)
  if (!document.present.base && pictureId && !isDrawn) await openSource(generation)
  actions.setAim(aim)
  const { prompt = '', negativePrompt = '', search = '', frame } = generation
  actions.setPromptDraft({ prompt, negativePrompt, search })
  if (frame) actions.setFrame(frame)
  takeNumbers(generation)
  chooseModel(aim, generation.modelAsked)
  setPicks(aim, await picksOf(aim, generation))
  showToast({ id: 'reused', text: t.history.reused })
}

function takeNumbers(generation: Generation): void {
  const { count, seed, quality, widthPx, heightPx, stylePreset, colors } = generation
  const { strength, similarity, creativity } = generation
  const guide = guides.find((each) => each === generation.guide)
  const mode = upscaleModes.find((each) => each === generation.mode)
  const edge = edges.find((each) => each === generation.edge)
  changeSettings({
    count,
    seed,
    quality,
    stylePreset,
    strength,
    similarity,
    creativity,
    ...(widthPx && heightPx ? { size: { widthPx, heightPx } } : {}),
    ...(colors && { colors }),
    ...(guide && { guide }),
    ...(mode && { mode }),
    ...(edge && { edge }),
  })
}

/** The pictures beside the open one; those that are gone are left out. */
async function picksOf(aim: Aim, generation: Generation): Promise<PickedPicture[]> {
  const { stylePictureId, referenceIds = [], pictureId } = generation
  const hasPicture = editorStore.getState().document.present.base !== null
  const guide =
    aim === 'COLOR_GUIDED' || (aim === 'STRUCTURE' && !hasPicture) ? pictureId : undefined
  const ids = [guide, stylePictureId, ...referenceIds].filter((id) => id !== undefined)
  const picked = await Promise.all(ids.map(pickOf))
  return picked.filter((pick) => pick !== undefined)
}

async function pickOf(id: PictureId): Promise<PickedPicture | undefined> {
  const picture = await fetchPicture(id).catch(() => undefined)
  if (!picture) return undefined
  const { thumbnailKey, previewKey, key } = picture
  return { id, name: nameOf(picture), thumbnailKey: thumbnailKey ?? previewKey ?? key }
}
