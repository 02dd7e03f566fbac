import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './button.module.css'

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: ReactNode
  readonly size?: 'small' | 'medium' | 'large'
  readonly ref?: Ref<HTMLButtonElement>
}

/** A labelled button. It never submits a form unless told to (`type="submit"`). */
export function Button({ look = 'plain', size = 'medium', icon, ...rest }: ButtonProps) {
  const { className = '', children, ...attributes } = rest
  const names = [styles['button'], styles[look], styles[size], className].join(' ')
  return (
    <button type="button" {...attributes} className={names}>
      {icon}
      {children}
    </button>
  )
}

/** A button that shows only an icon; `label` is its name and its tooltip. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<ButtonProps, 'icon' | 'look'> & { readonly label: string }) {
  const { className = '', size = 'medium', ...attributes } = rest
  const names = [styles['button'], styles['quiet'], styles['icon'], styles[size], className]
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...attributes}
      className={names.join(' ')}
    >
      {children}
    </button>
  )
}
