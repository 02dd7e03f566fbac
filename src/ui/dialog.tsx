import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

export type DialogProps = {
  readonly title: string
  readonly closeLabel: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly size?: 'small' | 'wide'
  readonly onClose: () => void
}

/** A modal dialog, open while mounted. Escape, the cross and a click outside call `onClose`. */
export function Dialog({ title, closeLabel, children, footer, size, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click on its backdrop closes it
    <dialog
      ref={ref}
      className={`${styles['dialog']} ${styles[size ?? 'small']}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles['body']}>
        <header className={styles['header']}>
          <h2 id={titleId}>{title}</h2>
          <IconButton label={closeLabel} size="small" onClick={onClose}>
            <X size={16} />
          </IconButton>
        </header>
        {children}
        {footer ? <footer className={styles['footer']}>{footer}</footer> : null}
      </div>
    </dialog>
  )
}
