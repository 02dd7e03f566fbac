/**
 * Keeps the app on this device, so that it opens without a network. Every file of one build is stored
 * before that build serves anything; a newer build waits until the page asks for it, so that no page
 * ever gets files of two builds.
 */
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching'

/** What is used of a service worker's global scope; TypeScript's own library of it clashes with the DOM's. */
type Waiting = { readonly waitUntil: (work: Promise<unknown>) => void }
type Fetching = {
  readonly request: Request
  readonly respondWith: (answer: Promise<Response>) => void
}
declare const self: {
  readonly location: Location
  readonly clients: { claim: () => Promise<void> }
  skipWaiting: () => Promise<void>
  addEventListener: ((type: 'fetch', listener: (event: Fetching) => void) => void) &
    ((type: 'message', listener: (event: MessageEvent) => void) => void) &
    ((type: 'activate', listener: (event: Waiting) => void) => void)
}

/** The files of this build, put in by the build itself: addresses, and revisions where these lack one. */
declare const buildFiles: { url: string; revision: string | null }[]

/** Large files that are named by their content and are kept once they were used. */
const largeFiles = 'repaint-large-files'

precacheAndRoute(buildFiles, { cleanURLs: false, directoryIndex: 'index.html' })
cleanupOutdatedCaches()

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (origin !== self.location.origin || !/^\/assets\/.+\.(onnx|wasm)$/.test(pathname)) return
  event.respondWith(fromLargeFiles(event.request))
})

self.addEventListener('message', (event) => {
  if (event.data === 'TAKE_OVER') void self.skipWaiting()
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function fromLargeFiles(request: Request): Promise<Response> {
  const cache = await caches.open(largeFiles)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
