import { createStore, useStore } from 'zustand'

const announcement = createStore<{ readonly text: string }>(() => ({ text: '' }))

/** Says something through the polite live region, without taking the focus. */
export function announce(text: string): void {
  announcement.setState({ text })
}

/** The polite live region; mounted once. */
export function Announcer({ label }: { label: string }) {
  const text = useStore(announcement, (state) => state.text)
  return (
    <output className="visually-hidden" aria-live="polite" aria-label={label}>
      {text}
    </output>
  )
}
