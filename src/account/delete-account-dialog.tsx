import { useId, useState } from 'react'
import { toAppError } from '../backend/errors.ts'
import { useDeleteAccount } from '../backend/queries.ts'
import { t } from '../i18n/en.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'

/** Deletes the account for good, after the person has typed that they mean it. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const removal = useDeleteAccount()
  const formId = useId()
  const isConfirmed = typed.trim().toLowerCase() === t.account.deleteWord
  const error = removal.isError ? t.errors[toAppError(removal.error).code] : undefined
  const footer = (
    <>
      <Button onClick={onClose} disabled={removal.isPending}>
        {t.cancel}
      </Button>
      <Button
        look="danger"
        type="submit"
        form={formId}
        disabled={!isConfirmed || removal.isPending}
      >
        {removal.isPending ? t.account.deleting : t.account.deleteAction}
      </Button>
    </>
  )
  return (
    <Dialog title={t.account.deleteTitle} closeLabel={t.close} footer={footer} onClose={onClose}>
      <p>{t.account.deleteText}</p>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          if (isConfirmed) removal.mutate()
        }}
      >
        <Field label={t.account.deleteConfirm(t.account.deleteWord)} error={error}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
