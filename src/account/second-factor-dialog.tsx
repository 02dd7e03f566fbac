import { useId, useState } from 'react'
import { toAppError } from '../backend/errors.ts'
import {
  useConfirmSecondFactor,
  useRemoveSecondFactor,
  useSecondFactor,
  useSecondFactorProposal,
} from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { showToast } from '../ui/toasts.tsx'
import styles from './account.module.css'
import { CodeField } from './code-field.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import { QrCode } from './qr-code.tsx'

/** Switches the code of an authenticator app on or off for this account. */
export function SecondFactorDialog({ onClose }: { onClose: () => void }) {
  const factor = useSecondFactor()
  if (factor.data === true) return <SwitchOff onClose={onClose} />
  if (factor.data === false) return <SwitchOn onClose={onClose} />
  return (
    <Dialog title={t.account.secondFactor} closeLabel={t.close} onClose={onClose}>
      {factor.isError ? (
        <Notice tone="danger" title={t.errors[toAppError(factor.error).code]} />
      ) : (
        <output>{t.loading}</output>
      )}
    </Dialog>
  )
}

function SwitchOn({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState('')
  const proposal = useSecondFactorProposal()
  const confirmation = useConfirmSecondFactor()
  const formId = useId()
  const failed = confirmation.error ?? proposal.error
  const error = failed ? toAppError(failed) : undefined
  const handleSuccess = () => {
    showToast({ id: 'second-factor', text: t.account.secondFactorOn })
    onClose()
  }
  const isReady = /^\d{6}$/.test(code) && proposal.data !== undefined && !confirmation.isPending
  const footer = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button look="primary" type="submit" form={formId} disabled={!isReady}>
        {t.account.switchOn}
      </Button>
    </>
  )
  return (
    <Dialog title={t.account.secondFactor} closeLabel={t.close} footer={footer} onClose={onClose}>
      <p>{t.account.secondFactorText}</p>
      {proposal.data ? (
        <>
          <QrCode text={proposal.data.uri} label={t.account.qrCode} />
          <p className={styles['secret']}>
            {t.account.secretByHand} <code>{proposal.data.secret}</code>
          </p>
        </>
      ) : null}
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) confirmation.mutate(code, { onSuccess: handleSuccess })
        }}
      >
        <CodeField
          code={code}
          error={error?.field === 'code' ? say(error.reason) : undefined}
          onChange={setCode}
        />
        {error && error.field === undefined ? (
          <Notice tone="danger" title={t.errors[error.code]} />
        ) : null}
      </form>
    </Dialog>
  )
}

function SwitchOff({ onClose }: { onClose: () => void }) {
  const handleDone = () => {
    showToast({ id: 'second-factor', text: t.account.secondFactorOff })
    onClose()
  }
  return (
    <ProofDialog
      title={t.account.secondFactor}
      text={t.account.secondFactorIsOn}
      action={t.account.switchOff}
      pending={t.account.switchingOff}
      mutation={useRemoveSecondFactor()}
      onDone={handleDone}
      onClose={onClose}
    />
  )
}
