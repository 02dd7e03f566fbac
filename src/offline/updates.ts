import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** A newer version of the app: stored and waiting, or already in charge by another tab's wish. */
type Update = { readonly kind: 'WAITING'; readonly worker: ServiceWorker } | { kind: 'TAKEN_OVER' }

const updates = createStore<{ readonly update: Update | undefined }>(() => ({ update: undefined }))

/** Whether the person of this tab asked for the newer version. */
let isAsked = false

/** How often a page that stays open looks for a newer version. */
const lookEveryMs = 3_600_000

/** How long a newer version may take to take over; Chromium lets an old one that is at work stay for minutes. */
const takeOverMs = 5_000

/** Keeps the app on this device, and looks out for newer versions of it. */
export async function startServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const wasControlled = serviceWorker.controller !== null
  serviceWorker.addEventListener('controllerchange', () => {
    // The first one takes charge of a page that has its own files already.
    if (!wasControlled) return
    if (isAsked || document.visibilityState === 'hidden') location.reload()
    else updates.setState({ update: { kind: 'TAKEN_OVER' } })
  })
  const registration = await serviceWorker.register('/service-worker.js')
  const noteWaiting = () => {
    const { waiting } = registration
    if (waiting && serviceWorker.controller) {
      updates.setState({ update: { kind: 'WAITING', worker: waiting } })
    }
  }
  noteWaiting()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', noteWaiting)
  })
  setInterval(() => void registration.update().catch(() => undefined), lookEveryMs)
}

/** Whether a newer version can be had. */
export function useIsUpdateThere(): boolean {
  return useStore(updates, ({ update }) => update !== undefined)
}

/** Loads the newer version; what is open comes back with it. */
export function takeUpdate(): void {
  const { update } = updates.getState()
  if (update?.kind !== 'WAITING') return location.reload()
  isAsked = true
  update.worker.postMessage('TAKE_OVER', [])
  setTimeout(() => void startAnew(), takeOverMs)
}

/** Without a worker the page comes from the network, which has the newer version, and keeps that anew. */
async function startAnew(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  await registration?.unregister()
  location.reload()
}
