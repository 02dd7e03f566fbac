import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import styles from './menu.module.css'

/** What makes a button open the popover: its attributes. */
export type Opens = {
  readonly popoverTarget: string
  readonly 'aria-expanded': boolean
  readonly 'aria-haspopup': 'dialog'
}

/**
 * A button that opens a native popover beside it, with the focus in it. A click on a button or link
 * inside closes it; an element marked `data-stays` keeps it open. Arrow keys, Home, End and first
 * letters go from button to button.
 */
export function Popover(props: {
  readonly label: string
  readonly className?: string | undefined
  /** Draws the button, with these attributes. */
  readonly renderTrigger: (opens: Opens) => ReactNode
  /** Drawn while it is open only. */
  readonly children: ReactNode
}) {
  const { label, className = '', renderTrigger, children } = props
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = popover.current
    const handleToggle = (event: Event) => {
      setIsOpen((event as ToggleEvent).newState === 'open')
    }
    element?.addEventListener('toggle', handleToggle)
    return () => element?.removeEventListener('toggle', handleToggle)
  }, [])
  // Once its rows are there: only then it has its size, and something to focus.
  useLayoutEffect(() => {
    const button = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`)
    if (!isOpen || !popover.current || !button) return
    place(popover.current, button)
    itemsOf(popover.current)[0]?.focus({ preventScroll: true })
  }, [isOpen, id])
  return (
    <>
      {renderTrigger({ popoverTarget: id, 'aria-expanded': isOpen, 'aria-haspopup': 'dialog' })}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- hears its items' clicks and keys */}
      <div
        ref={popover}
        id={id}
        popover="auto"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a popover is no modal dialog
        role="dialog"
        aria-label={label}
        className={`${styles['menu']} ${className}`}
        onClick={(event) => {
          const target = event.target as HTMLElement
          if (target.closest('button, a') && !target.closest('[data-stays]')) {
            popover.current?.hidePopover()
          }
        }}
        onKeyDown={(event) => stepThrough(event.nativeEvent, popover.current)}
      >
        {isOpen ? children : null}
      </div>
    </>
  )
}

/** Puts it under its button, or above it where the window ends, inside the window. */
function place(popover: HTMLElement, button: Element): void {
  const gapPx = 6
  const box = button.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = popover
  const fitsBelow = box.bottom + gapPx + offsetHeight < window.innerHeight
  const left = Math.min(box.left, window.innerWidth - offsetWidth - gapPx)
  const top = fitsBelow ? box.bottom + gapPx : Math.max(gapPx, box.top - gapPx - offsetHeight)
  popover.style.left = `${Math.max(gapPx, left)}px`
  popover.style.top = `${top}px`
}

function itemsOf(popover: HTMLElement): HTMLElement[] {
  const all = popover.querySelectorAll<HTMLElement>('button, a, input, select, summary')
  // What a closed disclosure holds cannot have the focus.
  return [...all].filter((item) => item.checkVisibility())
}

function stepThrough(event: KeyboardEvent, popover: HTMLElement | null): void {
  const { target } = event
  if (!popover || target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return
  const items = itemsOf(popover)
  const next = itemAfter(event, items, items.indexOf(document.activeElement as HTMLElement))
  if (!next) return
  next.focus()
  event.preventDefault()
  event.stopPropagation()
}

/** The item that a key leads to from the one at `index`. */
function itemAfter(
  { key, altKey, ctrlKey, metaKey }: KeyboardEvent,
  items: readonly HTMLElement[],
  index: number,
): HTMLElement | undefined {
  if (altKey || ctrlKey || metaKey) return undefined
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (step !== undefined) return items.at((index + step + items.length) % items.length)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  // Space presses the item that has the focus.
  if (key.length !== 1 || key === ' ') return undefined
  const beginsWith = ({ textContent }: HTMLElement) =>
    textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  return [...items.slice(index + 1), ...items.slice(0, index + 1)].find(beginsWith)
}
