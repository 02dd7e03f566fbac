import X from 'lucide-react/icons/x'
import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { createStore, useStore } from 'zustand'
import { Button, IconButton } from './button.tsx'
import { useFrontDialog } from './dialog.tsx'
import styles from './toasts.module.css'

export type Toast = {
  readonly id: string
  readonly text: string
  readonly tone?: 'plain' | 'danger'
  readonly action?: { readonly label: string; readonly run: () => void }
  /** How long it stays; left out, six seconds. */
  readonly lastsMs?: number
}

const maxToasts = 4

const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))

/** Shows a message under the window's bar; one with the same id is replaced. */
export function showToast(toast: Toast): void {
  toastStore.setState(({ toasts }) => ({
    toasts: [...toasts.filter((each) => each.id !== toast.id), toast].slice(-maxToasts),
  }))
}

/** Takes a message away; harmless when it is gone already. */
function hideToast(id: string): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }))
}

/** Where the messages appear, over an open dialog too; mounted once. */
export function Toasts({ label, closeLabel }: { label: string; closeLabel: string }) {
  const toasts = useStore(toastStore, (state) => state.toasts)
  const dialog = useFrontDialog()
  const list = (
    <section className={styles['toasts']} aria-label={label}>
      {toasts.map((toast) => (
        <ToastRow key={toast.id} toast={toast} closeLabel={closeLabel} />
      ))}
    </section>
  )
  return dialog ? createPortal(list, dialog) : list
}

function ToastRow({ toast, closeLabel }: { toast: Toast; closeLabel: string }) {
  useEffect(() => {
    const timer = setTimeout(() => hideToast(toast.id), toast.lastsMs ?? 6000)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div className={`${styles['toast']} ${toast.tone === 'danger' ? styles['danger'] : ''}`}>
      <span role={toast.tone === 'danger' ? 'alert' : 'status'}>{toast.text}</span>
      {toast.action ? (
        <Button
          look="quiet"
          size="small"
          className={styles['action'] ?? ''}
          onClick={() => {
            toast.action?.run()
            hideToast(toast.id)
          }}
        >
          {toast.action.label}
        </Button>
      ) : null}
      <IconButton label={closeLabel} size="small" onClick={() => hideToast(toast.id)}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
