import { type RefObject, useEffect } from 'react'

/**
 * Takes the focus when results arrive, so that Enter accepts them instead of pressing the button that
 * asked for them once more. Somebody who is typing, or in a dialog, is left alone.
 */
export function useFocusOnArrival(
  region: RefObject<HTMLElement | null>,
  generationId: string,
): void {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each job's results arrive once
  useEffect(() => {
    const isBusy = document.activeElement?.matches('dialog *, [popover] *, textarea, select, input')
    const isChoice = document.activeElement?.matches('input[type="radio"], input[type="range"]')
    if (!isBusy || isChoice) region.current?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement !== document.body) return
      document.querySelector<HTMLElement>('[role="application"]')?.focus({ preventScroll: true })
    }
  }, [region, generationId])
}
