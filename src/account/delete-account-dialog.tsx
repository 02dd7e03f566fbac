import { useId, useState } from 'react'
import { toAppError } from '../backend/errors.ts'
import { useDeleteAccount } from '../backend/queries.ts'
import { t } from '../i18n/en.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './account.module.css'
import { ProofFields } from './proof-fields.tsx'

/** Deletes the account for good, once the person has given their password again. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const [proof, setProof] = useState({ password: '', code: '' })
  const removal = useDeleteAccount()
  const formId = useId()
  const error = removal.isError ? toAppError(removal.error) : undefined
  const footer = (
    <>
      <Button onClick={onClose} disabled={removal.isPending}>
        {t.cancel}
      </Button>
      <Button
        look="danger"
        type="submit"
        form={formId}
        disabled={proof.password === '' || removal.isPending}
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
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (proof.password !== '') removal.mutate(proof)
        }}
      >
        <ProofFields proof={proof} error={error} onChange={setProof} />
        {error && error.field === undefined ? (
          <Notice tone="danger" title={t.errors[error.code]} />
        ) : null}
      </form>
    </Dialog>
  )
}
