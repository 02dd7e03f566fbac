import type { Generation } from '#domain/generation/generation.ts'
import type { PictureId } from '#domain/ids.ts'
import { forRanged } from '#domain/model/card.ts'
import { findModel } from '#domain/model/catalogue.ts'
import type { Facts } from '#domain/operation/define-operation.ts'
import { type Operation, operationTable } from '#domain/operation/table.ts'
import type { Picture } from '#domain/picture/picture.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { fetchGeneration, fetchPicture } from '../backend/api.ts'
import { knownModels } from '../backend/deployment.ts'
import { type Aim, aimFor, aimOf } from '../editor/store/aim.ts'
import { aimNow, editorStore } from '../editor/store/editor-store.ts'
import { type PickedPicture, setPicks } from '../generate/picks.ts'
import { changeSettings, chooseModel } from '../generate/settings.ts'
import { t } from '../i18n/language.ts'
import { nameOf } from '../library/names.ts'
import { showToast } from '../ui/toasts.tsx'
import { openPicture, openSource } from './use-open-picture.ts'

/**
 * Takes over what a history entry was made with, so that it can be asked for again: the edit, its
 * words, pictures and numbers. The mask stays as it is; an edit with no picture open gets its own.
 */
export async function reuseSettings(generation: Generation): Promise<void> {
  const { actions } = editorStore.getState()
  const { aim, undo } = await turnTo(generation.operation, () => openSource(generation))
  const { prompt = '', negativePrompt = '', search = '', frame } = generation
  actions.setWords(aim, { prompt, negativePrompt, search })
  if (frame) actions.setFrame(frame)
  takeNumbers(generation)
  chooseModel(aim, generation.modelAsked)
  setPicks(aim, await picksOf(aim, generation))
  showToast({ id: 'reused', text: t.history.reused, ...undo })
}

/** Takes over the words of a history entry, and nothing else. */
export function reuseWords({ prompt = '', negativePrompt = '', search = '' }: Generation): void {
  const state = editorStore.getState()
  state.actions.setWords(aimNow(state), { prompt, negativePrompt, search })
  showToast({ id: 'reused', text: t.history.reusedWords })
}

/** Takes over the seed of a result, and nothing else. */
export function reuseSeed(seed: number): void {
  changeSettings({ seed })
  showToast({ id: 'reused', text: t.history.reusedSeed })
}

/**
 * Takes over what a picture was made with: all of it where its history entry is ours, else what its
 * file says, which is only a suggestion.
 */
export async function reuseSettingsOf(picture: Picture): Promise<void> {
  if (picture.madeWith) return reuseMadeWith(picture, picture.madeWith)
  const { generationId } = picture
  const generation = generationId && (await fetchGeneration(generationId).catch(() => undefined))
  if (generation) return reuseSettings(generation)
  showToast({ id: 'reused', text: t.history.settingsGone, tone: 'danger' })
}

async function reuseMadeWith(picture: Picture, made: Provenance): Promise<void> {
  const { operation, model, seed, prompt, negativePrompt, parentId } = made
  const { aim, undo } = await turnTo(operation, async () => {
    const parent = parentId && (await fetchPicture(parentId).catch(() => undefined))
    openPicture(parent?.width ? parent : picture)
  })
  const { isWordless = false }: Facts = operationTable[operation]
  // These have no words that a file could have kept.
  const isSaid = prompt !== undefined || isWordless
  if (isSaid) {
    const words = { prompt: prompt ?? '', negativePrompt: negativePrompt ?? '' }
    editorStore.getState().actions.setWords(aim, words)
  }
  changeSettings({ seed, keepPrompt: prompt !== undefined })
  chooseModel(aim, findModel(model, knownModels())?.id)
  const text = isSaid ? t.history.reused : t.history.reusedWithoutWords
  showToast({ id: 'reused', text, ...undo })
}

/**
 * Turns the panel to what an operation is done by: one that works on a picture gets one if none is
 * open; where a new picture is drawn, the open one is closed.
 * @returns the aim; and the way back to what was closed
 */
async function turnTo(operation: Operation, open: () => Promise<unknown>) {
  const aim = aimOf(operation)
  const { actions, document } = editorStore.getState()
  const hasPicture = document.present.base !== null
  // The settings are for what is asked for next, not for the layer that is selected.
  actions.select(null)
  const isClosing = hasPicture && aimFor(aim, true) !== aim
  if (isClosing) actions.closePicture()
  if (!hasPicture && aimFor(aim, false) !== aim) await open()
  actions.setAim(aim)
  const run = () => actions.loadHistory(document)
  return { aim, undo: isClosing ? { action: { label: t.undo, run } } : {} }
}

function takeNumbers(generation: Generation): void {
  const {
    count,
    seed,
    quality,
    keepPrompt = false,
    widthPx,
    heightPx,
    stylePreset,
    colors,
  } = generation
  const { guide, mode, edge } = generation
  changeSettings({
    count,
    seed,
    quality,
    keepPrompt,
    stylePreset,
    ...forRanged((name) => generation[name]),
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
