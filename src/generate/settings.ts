import { useMemo } from 'react'
import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import { qualitySchema } from '#domain/generation/quality.ts'
import { forRanged } from '#domain/model/card.ts'
import { oldEdges } from '#domain/operation/outpaint.ts'
import { guides } from '#domain/operation/structure.ts'
import { operations } from '#domain/operation/table.ts'
import { upscaleModes } from '#domain/operation/upscale.ts'
import { selectedLayer } from '../editor/document/document.ts'
import { aimFor } from '../editor/store/aim.ts'
import type { EditorState } from '../editor/store/editor-state.ts'
import { aimNow, editorStore, useEditor } from '../editor/store/editor-store.ts'
import { type Draft, freshDraft } from './draft.ts'

const storageKey = 'repaint.settings'

const share = z.number().min(0).max(1).optional().catch(undefined)

const ownSchema = z.object({
  count: z.int().min(1).max(10).catch(freshDraft.count),
  seed: z.int().min(0).optional().catch(undefined),
  quality: qualitySchema.catch('STANDARD'),
  size: z.object({ widthPx: z.int(), heightPx: z.int() }).optional().catch(undefined),
  stylePreset: z.string().max(60).optional().catch(undefined),
  colors: z
    .array(z.string().regex(/^#[0-9a-f]{6}$/i))
    .min(1)
    .max(10)
    .catch([...freshDraft.colors]),
  guide: z.enum(guides).catch('EDGES'),
  mode: z.enum(upscaleModes).catch('FAST'),
  edge: z.enum(oldEdges).catch('EXACT'),
  ...forRanged(() => share),
  models: z.record(z.string(), z.string().optional()).catch({}),
})

const generalSchema = z.object({
  keepPrompt: z.boolean().catch(freshDraft.keepPrompt),
  isAdvancedOpen: z.boolean().catch(false),
})

const storedSchema = generalSchema.extend({
  byAim: z.record(z.string(), ownSchema).catch({}),
})

type Own = z.infer<typeof ownSchema>
type General = z.infer<typeof generalSchema>

/**
 * What is chosen besides words and pictures. Two of them are of the panel; all others belong to the
 * operation that they were chosen for, or to the selected layer, and are no other's.
 */
export type Settings = Own & General

const settingsStore = createStore<z.infer<typeof storedSchema>>(() => readStored())

/** The settings of what is being done, for a component. */
export function useSettings(): Settings {
  const { byAim, keepPrompt, isAdvancedOpen } = useStore(settingsStore)
  const aim = useEditor(shownAim)
  const layer = useEditor((state) => selectedLayer(state.document.present)?.settings)
  const own = layer ?? byAim[aim]
  return useMemo(
    () => ({ ...ownSchema.parse(own ?? {}), keepPrompt, isAdvancedOpen }),
    [own, keepPrompt, isAdvancedOpen],
  )
}

/** Changes some settings of what is being done; they are kept with the layer, or on this device. */
export function changeSettings(changes: Partial<Settings>): void {
  const { keepPrompt, isAdvancedOpen, byAim } = settingsStore.getState()
  const general = generalSchema.parse({ keepPrompt, isAdvancedOpen, ...changes })
  const own = ownChanges(changes)
  const state = editorStore.getState()
  if (selectedLayer(state.document.present)) {
    if (Object.keys(own).length > 0) state.actions.setLayerSettings(own)
    return keep({ ...general, byAim })
  }
  const aim = shownAim(state)
  const next = ownSchema.parse({ ...byAim[aim], ...own })
  keep({ ...general, byAim: { ...byAim, [aim]: next } })
}

/** Chooses the model for an aim; `undefined` leaves the choice to the router. */
export function chooseModel(aim: string, model: string | undefined): void {
  const state = editorStore.getState()
  const layer = selectedLayer(state.document.present)
  const own = layer?.settings ?? settingsStore.getState().byAim[shownAim(state)]
  const { models } = ownSchema.parse(own ?? {})
  changeSettings({ models: { ...models, [aim]: model } })
}

/** What a layer keeps of what it was asked for with. A seed is not among it: more of the same is new. */
export function layerSettings(draft: Draft): Readonly<Record<string, unknown>> {
  const { seed: _seed, ...own } = ownSchema.parse(draft)
  return own
}

function shownAim(state: EditorState) {
  return aimFor(aimNow(state), state.document.present.base !== null)
}

function ownChanges(changes: Partial<Settings>): Partial<Own> {
  const { keepPrompt: _keep, isAdvancedOpen: _open, ...own } = changes
  return own
}

function keep(settings: z.infer<typeof storedSchema>): void {
  settingsStore.setState(settings, true)
  localStorage.setItem(storageKey, JSON.stringify(settings))
}

/** Once there was one list of settings for all; each operation goes on from it, but for the seed. */
function readStored(): z.infer<typeof storedSchema> {
  const stored = storedObject()
  const read = storedSchema.parse(stored)
  if ('byAim' in stored || !('count' in stored)) return read
  const { seed: _seed, ...before } = ownSchema.parse(stored)
  return { ...read, byAim: Object.fromEntries(operations.map((name) => [name, before])) }
}

function storedObject(): object {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return typeof stored === 'object' && stored !== null ? stored : {}
  } catch {
    return {}
  }
}
