import * as z from 'zod'
import { createStore, useStore } from 'zustand'
import { qualitySchema } from '#domain/generation/quality.ts'

const storageKey = 'repaint.settings'

const settingsSchema = z.object({
  count: z.int().min(1).max(10).catch(2),
  seed: z.int().min(0).optional().catch(undefined),
  quality: qualitySchema.catch('STANDARD'),
  size: z.object({ widthPx: z.int(), heightPx: z.int() }).optional().catch(undefined),
  isAdvancedOpen: z.boolean().catch(false),
})

/** What is chosen besides the words; kept on this device. */
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

function readStored(): object {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return typeof stored === 'object' && stored !== null ? stored : {}
  } catch {
    return {}
  }
}
