import { createPortal } from 'react-dom'
import { createStore, useStore } from 'zustand'
import { useFrontDialog } from './dialog.tsx'

const announcement = createStore<{ readonly text: string }>(() => ({ text: '' }))

/** Says something through the polite live region, without taking the focus. */
export function announce(text: string): void {
  announcement.setState({ text })
}

/** The polite live region, heard over an open dialog too; mounted once. */
export function Announcer({ label }: { label: string }) {
  const text = useStore(announcement, (state) => state.text)
  const dialog = useFrontDialog()
  const region = (
    <output className="visually-hidden" aria-live="polite" aria-label={label}>
      {text}
    </output>
  )
  return dialog ? createPortal(region, dialog) : region
}
