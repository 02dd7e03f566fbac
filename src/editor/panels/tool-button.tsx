import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react'
import type { Opens } from '../../ui/popover.tsx'
import styles from './toolbar.module.css'

export type ToolButtonProps = {
  /** The button's name, and its tooltip. */
  readonly label: string
  /** The shortcut as people read it: `Ctrl Shift Z`. */
  readonly keys?: string
  readonly icon?: LucideIcon
  readonly children?: ReactNode
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
  /** Whether it belongs to the button before it, and takes less room. */
  readonly isNarrow?: boolean
} & Pick<ButtonHTMLAttributes<HTMLButtonElement>, HoldHandlers> &
  Partial<Opens>

type HoldHandlers =
  | 'onClick'
  | 'onPointerDown'
  | 'onPointerUp'
  | 'onPointerCancel'
  | 'onKeyDown'
  | 'onKeyUp'
  | 'onBlur'

/**
 * One button of the toolbar. Disabled, it keeps its place in the order of the arrow keys and can be
 * read, but does nothing.
 */
export function ToolButton(props: ToolButtonProps): ReactElement {
  const {
    label,
    keys,
    icon: Icon,
    children,
    isPressed,
    isDisabled,
    isNarrow,
    onClick,
    ...others
  } = props
  return (
    <button
      type="button"
      className={`${styles['button']} ${isNarrow ? styles['narrow'] : ''}`}
      aria-label={label}
      aria-pressed={isPressed}
      aria-disabled={isDisabled || undefined}
      aria-keyshortcuts={keys && shortcutOf(keys)}
      onClick={isDisabled ? undefined : onClick}
      {...others}
    >
      {Icon && <Icon size={18} strokeWidth={1.9} aria-hidden="true" />}
      {children}
      <span className={styles['tip']} aria-hidden="true">
        {label}
        {keys && <kbd>{keys}</kbd>}
      </span>
    </button>
  )
}

/** `Ctrl Shift Z` as `aria-keyshortcuts` has it. */
function shortcutOf(keys: string): string {
  return keys === '+' ? 'Plus' : keys.replace('Ctrl', 'Control').replaceAll(' ', '+')
}
