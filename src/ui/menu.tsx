import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import styles from './menu.module.css'
import { Popover } from './popover.tsx'

export type MenuProps = {
  readonly label: string
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly size?: 'small' | 'medium'
}

/** An icon button that opens a list of what can be done. */
export function Menu({ label, icon, children, size = 'medium' }: MenuProps) {
  return (
    <Popover
      label={label}
      renderTrigger={(opens) => (
        <IconButton label={label} size={size} {...opens}>
          {icon}
        </IconButton>
      )}
    >
      {children}
    </Popover>
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
