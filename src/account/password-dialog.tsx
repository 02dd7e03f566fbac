import { useId, useState } from 'react'
import { toAppError } from '../backend/errors.ts'
import { useChangePassword } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { showToast } from '../ui/toasts.tsx'
import styles from './account.module.css'

/** Changes the password, by naming the current one. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useChangePassword()
  const formId = useId()
  const error = change.isError ? toAppError(change.error) : undefined
  const isCurrentWrong = error?.field === 'current'
  const handleSuccess = () => {
    showToast({ id: 'password', text: t.account.passwordChanged })
    onClose()
  }
  const footer = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button
        look="primary"
        type="submit"
        form={formId}
        disabled={change.isPending || current === '' || next === ''}
      >
        {t.account.changePassword}
      </Button>
    </>
  )
  return (
    <Dialog title={t.account.changePassword} closeLabel={t.close} footer={footer} onClose={onClose}>
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ current, next }, { onSuccess: handleSuccess })
        }}
      >
        <Field
          label={t.account.currentPassword}
          error={isCurrentWrong ? say(error.reason) : undefined}
        >
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              aria-invalid={isCurrentWrong}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t.account.newPassword}
          error={error && !isCurrentWrong ? say(error.reason) : undefined}
        >
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
