import { useSyncExternalStore } from 'react'

/** Whether a media query matches, kept current. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    () => matchMedia(query).matches,
  )
}

/** Device pixels for each CSS pixel, kept current: another screen, and zoom of the page, have others. */
export function usePixelRatio(): number {
  return useSyncExternalStore(
    (onChange) => {
      const listening = new AbortController()
      const listen = () => {
        const list = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
        const handleChange = () => {
          listen()
          onChange()
        }
        // Each query knows one ratio, and tells that it is not that any more.
        list.addEventListener('change', handleChange, { once: true, signal: listening.signal })
      }
      listen()
      return () => listening.abort()
    },
    () => window.devicePixelRatio || 1,
  )
}
