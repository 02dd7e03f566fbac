import X from 'lucide-react/icons/x'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createStore, useStore } from 'zustand'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

export type DialogProps = {
  readonly title: string
  readonly closeLabel: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly size?: 'small' | 'medium' | 'wide'
  readonly onClose: () => void
}

const openDialogs = createStore<{ readonly dialogs: readonly HTMLElement[] }>(() => ({
  dialogs: [],
}))

/**
 * The dialog in front, if one is open. All outside it is inert: what must be heard or pressed all
 * the same is drawn into it.
 */
export function useFrontDialog(): HTMLElement | undefined {
  return useStore(openDialogs, ({ dialogs }) => dialogs.at(-1))
}

/** A modal dialog, open while mounted. Escape, the cross and a click outside call `onClose`. */
export function Dialog({ title, closeLabel, children, footer, size, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return undefined
    dialog.showModal()
    openDialogs.setState(({ dialogs }) => ({ dialogs: [...dialogs, dialog] }))
    return () => {
      dialog.close()
      openDialogs.setState(({ dialogs }) => ({
        dialogs: dialogs.filter((each) => each !== dialog),
      }))
    }
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
