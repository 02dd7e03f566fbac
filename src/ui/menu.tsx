import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { IconButton } from './button.tsx'
import styles from './menu.module.css'

export type MenuProps = {
  readonly label: string
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly size?: 'small' | 'medium'
  /** Another button than an icon's; it passes on what it is given. */
  readonly button?: ReactElement<Partial<MenuOpener>>
}

/** What makes a button one that opens a menu. */
export type MenuOpener = {
  readonly popoverTarget: string
  readonly 'aria-expanded': boolean
  readonly 'aria-haspopup': 'dialog'
}

/**
 * An icon button that opens a native popover beside it. A click on an item inside closes it; an
 * element marked `data-stays` keeps it open. Arrow keys step through the items.
 */
export function Menu({ label, icon, children, size = 'medium', button }: MenuProps) {
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = popover.current
    trigger.current = document.querySelector<HTMLButtonElement>(
      `[popovertarget="${CSS.escape(id)}"]`,
    )
    const handleToggle = (event: Event) => {
      setIsOpen((event as ToggleEvent).newState === 'open')
    }
    element?.addEventListener('toggle', handleToggle)
    return () => element?.removeEventListener('toggle', handleToggle)
  }, [id])
  // Once its rows are there: only then it has its size.
  useLayoutEffect(() => {
    if (isOpen && popover.current && trigger.current) place(popover.current, trigger.current)
  }, [isOpen])
  const opens: MenuOpener = {
    popoverTarget: id,
    'aria-expanded': isOpen,
    'aria-haspopup': 'dialog',
  }
  return (
    <>
      {button ? (
        cloneElement(button, opens)
      ) : (
        <IconButton label={label} size={size} {...opens}>
          {icon}
        </IconButton>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- hears its items' clicks and keys */}
      <div
        ref={popover}
        id={id}
        popover="auto"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a popover is no modal dialog
        role="dialog"
        aria-label={label}
        className={styles['menu']}
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

/** One row of a menu. */
export function MenuItem(props: {
  readonly icon?: ReactNode
  readonly danger?: boolean
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  /** The shortcut, at the end of the row. */
  readonly keys?: string
  readonly children: ReactNode
  readonly onClick: () => void
}) {
  return (
    <button
      type="button"
      className={`${styles['item']} ${props.danger ? styles['danger'] : ''}`}
      aria-pressed={props.isChosen}
      disabled={props.isDisabled}
      onClick={props.onClick}
    >
      {props.icon}
      {props.children}
      {props.keys ? (
        <kbd className={styles['keys']} aria-hidden="true">
          {props.keys}
        </kbd>
      ) : null}
    </button>
  )
}

/** A thin line between groups of rows. */
export function MenuLine() {
  return <hr className={styles['line']} />
}

/** Puts the menu under its button, or above it where the window ends, inside the window's width. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const gapPx = 6
  const box = button.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = menu
  const fitsBelow = box.bottom + gapPx + offsetHeight < window.innerHeight
  const left = Math.min(box.left, window.innerWidth - offsetWidth - gapPx)
  const top = fitsBelow ? box.bottom + gapPx : Math.max(gapPx, box.top - gapPx - offsetHeight)
  menu.style.left = `${Math.max(gapPx, left)}px`
  menu.style.top = `${top}px`
}

function stepThrough(event: KeyboardEvent, menu: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  // These keys are a field's own.
  if ((event.target as Element).matches('select, input[type="range"], input[type="number"]')) return
  const items = [...(menu?.querySelectorAll<HTMLElement>('button, a, input, select') ?? [])]
  const step = event.key === 'ArrowDown' ? 1 : -1
  const index = items.indexOf(document.activeElement as HTMLElement)
  items.at((index + step + items.length) % items.length)?.focus()
  event.preventDefault()
}
