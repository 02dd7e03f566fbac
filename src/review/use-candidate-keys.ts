import { useEffect } from 'react'
import { editorStore } from '../editor/store/editor-store.ts'
import { acceptResult } from './accept-result.ts'
import { settle, showResult } from './reviews.ts'
import type { Shown } from './use-shown-review.ts'

/** Hears the keys of a review: arrows choose, C compares, Enter accepts, Escape discards. */
export function useCandidateKeys(shown: Shown): void {
  useEffect(() => {
    const { index, results, generation } = shown
    const { setComparing } = editorStore.getState().actions
    const handleDown = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (step !== undefined) showResult(index + step, results.length)
      else if (event.key === 'c') setComparing(true)
      else if (event.key === 'Escape') settle(generation.id)
      else if (event.key === 'Enter' && !isControl(event)) acceptResult(shown)
      else return
      event.preventDefault()
    }
    const handleUp = (event: KeyboardEvent) => {
      if (event.key === 'c') setComparing(false)
    }
    addEventListener('keydown', handleDown)
    addEventListener('keyup', handleUp)
    return () => {
      removeEventListener('keydown', handleDown)
      removeEventListener('keyup', handleUp)
    }
  }, [shown])
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, dialog, [popover]') !== null
  )
}

function isControl({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}
