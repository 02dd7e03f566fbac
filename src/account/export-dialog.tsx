import { toAppError } from '../backend/errors.ts'
import { useExportAccount } from '../backend/export-account.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './account.module.css'

/** Saves all that a person has as one zip, which can be stopped at any time. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { run, progress, cancel } = useExportAccount()
  const handleClose = () => {
    cancel()
    onClose()
  }
  const footer = (
    <>
      <Button onClick={handleClose}>{run.isPending ? t.cancel : t.close}</Button>
      <Button look="primary" disabled={run.isPending} onClick={() => run.mutate()}>
        {run.isPending ? t.account.exporting : t.account.exportAction}
      </Button>
    </>
  )
  return (
    <Dialog
      title={t.account.exportTitle}
      closeLabel={t.close}
      footer={footer}
      onClose={handleClose}
    >
      <p>{t.account.exportText}</p>
      {run.isPending ? (
        <>
          <progress
            className={styles['progress']}
            aria-label={t.account.exporting}
            {...(progress && { max: progress.of, value: progress.done })}
          />
          <output>
            {progress
              ? t.account.exportedFiles(progress.done, progress.of)
              : t.account.exportReading}
          </output>
        </>
      ) : null}
      {run.data === true ? <output>{t.account.exported}</output> : null}
      {run.isError ? (
        <Notice tone="danger" title={t.account.exportFailed}>
          {messageOf(run.error)}
        </Notice>
      ) : null}
    </Dialog>
  )
}

function messageOf(error: unknown): string {
  const { code } = toAppError(error)
  return code === 'UNSUPPORTED' ? t.account.exportTooLarge : t.errors[code]
}
