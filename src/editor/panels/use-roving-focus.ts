import { type RefObject, useEffect } from 'react'

/**
 * Makes the buttons of a toolbar one stop of the tab key; the arrow keys, Home and End go from one to
 * the next (WAI-ARIA toolbar pattern). Other controls stay stops of their own.
 */
export function useRovingFocus(toolbar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = toolbar.current
    if (!element) return undefined
    const listening = new AbortController()
    const { signal } = listening
    // What a menu holds is reached through its button.
    const all = () =>
      [...element.querySelectorAll('button')].filter((each) => !each.closest('[popover]'))
    // Those that a narrow screen hides take no focus.
    const buttons = () => all().filter((each) => each.offsetParent)
    const choose = (chosen: Element | undefined) => {
      for (const button of all()) {
        button.tabIndex = button === chosen ? 0 : -1
      }
    }
    const handleKey = (event: KeyboardEvent) => {
      const stops = buttons()
      const index = stops.findIndex((button) => button === event.target)
      if (index < 0) return
      const next = nextIndex(event.key, index, stops.length)
      if (next === undefined) return
      event.preventDefault()
      stops[next]?.focus()
    }
    const handleFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLButtonElement && all().includes(target)) choose(target)
    }
    choose(buttons()[0])
    element.addEventListener('keydown', handleKey, { signal })
    element.addEventListener('focusin', handleFocus, { signal })
    return () => listening.abort()
  }, [toolbar])
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index + count - 1) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
