/**
 * Keeps the app on this device, so that it opens without a network. Every file of one build is stored
 * before that build serves anything; a newer build waits until the page asks for it, so that no page
 * ever gets files of two builds.
 */
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching'

/** What is used of a service worker's global scope; TypeScript's own library of it clashes with the DOM's. */
type Waiting = { readonly waitUntil: (work: Promise<unknown>) => void }
declare const self: {
  readonly clients: { claim: () => Promise<void> }
  skipWaiting: () => Promise<void>
  addEventListener: ((type: 'message', listener: (event: MessageEvent) => void) => void) &
    ((type: 'activate', listener: (event: Waiting) => void) => void)
}

/** The files of this build, put in by the build itself: addresses, and revisions where these lack one. */
declare const buildFiles: { url: string; revision: string | null }[]

precacheAndRoute(buildFiles, { cleanURLs: false, directoryIndex: 'index.html' })
cleanupOutdatedCaches()

self.addEventListener('message', (event) => {
  if (event.data === 'TAKE_OVER') void self.skipWaiting()
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
