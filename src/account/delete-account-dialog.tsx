import { useDeleteAccount } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { ProofDialog } from './proof-dialog.tsx'

/** Deletes the account for good, once the person has given their password again. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  return (
    <ProofDialog
      title={t.account.deleteTitle}
      text={t.account.deleteText}
      action={t.account.deleteAction}
      pending={t.account.deleting}
      mutation={useDeleteAccount()}
      onClose={onClose}
    />
  )
}
