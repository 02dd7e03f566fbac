import { useEffect } from 'react'
import { editorStore } from '../editor/store/editor-store.ts'
import { keepResult, type Strip, showResult } from './use-strip.ts'

/** Hears the keys of the selected layer's results: arrows step, C compares, Enter keeps, Escape deselects. */
export function useStripKeys(strip: Strip | undefined): void {
  useEffect(() => {
    if (!strip) return undefined
    const { setComparing } = editorStore.getState().actions
    const handleDown = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey
      if (event.defaultPrevented || isHeld || isElsewhere(event)) return
      if (press(event, strip)) event.preventDefault()
    }
    const handleUp = (event: KeyboardEvent) => {
      if (event.key === 'c') setComparing(false)
    }
    // Before the canvas, whose arrows move the view.
    addEventListener('keydown', handleDown, { capture: true })
    addEventListener('keyup', handleUp)
    return () => {
      removeEventListener('keydown', handleDown, { capture: true })
      removeEventListener('keyup', handleUp)
    }
  }, [strip])
}

/** @returns whether the key meant something */
function press(event: KeyboardEvent, strip: Strip): boolean {
  const { setComparing, select } = editorStore.getState().actions
  const { results, index } = strip
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (step !== undefined && results.length > 1) showResult(strip, index + step)
  else if (event.key === 'c') setComparing(true)
  else if (event.key === 'Escape') select(null)
  else if (event.key === 'Enter' && results.length > 0 && !isControl(event)) keepResult(strip)
  else return false
  return true
}

/** Whether a key is somebody else's: typed, or meant for a menu or dialog, wherever the focus is. */
function isElsewhere({ target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [popover]:popover-open')) return true
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null
}

function isControl({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}
