import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import { qualitySchema } from '#domain/generation/quality.ts'
import { forRanged } from '#domain/model/card.ts'
import { oldEdges } from '#domain/operation/outpaint.ts'
import { guides } from '#domain/operation/structure.ts'
import { upscaleModes } from '#domain/operation/upscale.ts'
import { freshDraft } from './draft.ts'

const storageKey = 'repaint.settings'

const share = z.number().min(0).max(1).optional().catch(undefined)

const settingsSchema = z.object({
  count: z.int().min(1).max(10).catch(freshDraft.count),
  seed: z.int().min(0).optional().catch(undefined),
  quality: qualitySchema.catch('STANDARD'),
  keepPrompt: z.boolean().catch(freshDraft.keepPrompt),
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
  isAdvancedOpen: z.boolean().catch(false),
})

/** What is chosen besides words and pictures; kept on this device. */
export type Settings = z.infer<typeof settingsSchema>

const settingsStore = createStore<Settings>(() => settingsSchema.parse(readStored()))

/** The settings, for a component. */
export function useSettings(): Settings {
  return useStore(settingsStore)
}

/** Changes some settings and keeps them on this device. */
export function changeSettings(changes: Partial<Settings>): void {
  settingsStore.setState(changes)
  localStorage.setItem(storageKey, JSON.stringify(settingsStore.getState()))
}

/** Chooses the model for an aim; `undefined` leaves the choice to the router. */
export function chooseModel(aim: string, model: string | undefined): void {
  changeSettings({ models: { ...settingsStore.getState().models, [aim]: model } })
}

function readStored(): object {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return typeof stored === 'object' && stored !== null ? stored : {}
  } catch {
    return {}
  }
}
