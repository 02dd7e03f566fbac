import type { UseMutationResult } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { toAppError } from '../backend/errors.ts'
import type { Proof } from '../backend/fresh-sign-in.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './account.module.css'
import { ProofFields } from './proof-fields.tsx'

/** Asks for the password again before something that should not happen by a stolen session. */
export function ProofDialog(props: {
  readonly title: string
  readonly text: string
  /** What the button says, and what it says while that is under way. */
  readonly action: string
  readonly pending: string
  readonly mutation: UseMutationResult<void, Error, Proof>
  readonly onDone?: () => void
  readonly onClose: () => void
}) {
  const { title, text, mutation, onClose } = props
  const [proof, setProof] = useState<Proof>({ password: '', code: '' })
  const formId = useId()
  const error = mutation.isError ? toAppError(mutation.error) : undefined
  const isReady = proof.password !== '' && !mutation.isPending
  const footer = (
    <>
      <Button onClick={onClose} disabled={mutation.isPending}>
        {t.cancel}
      </Button>
      <Button look="danger" type="submit" form={formId} disabled={!isReady}>
        {mutation.isPending ? props.pending : props.action}
      </Button>
    </>
  )
  return (
    <Dialog title={title} closeLabel={t.close} footer={footer} onClose={onClose}>
      <p>{text}</p>
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) mutation.mutate(proof, { onSuccess: () => props.onDone?.() })
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
