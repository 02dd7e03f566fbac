import RotateCcw from 'lucide-react/icons/rotate-ccw'
import { type ErrorCode, errorTable } from '#domain/errors.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** What went wrong and what to do about it; trying again is offered only where it can help. */
export function Failure(props: {
  readonly title: string
  readonly code: ErrorCode
  readonly onRetry: () => void
  readonly onDismiss: () => void
}) {
  const actions = (
    <>
      {errorTable[props.code].retry ? (
        <Button
          size="small"
          title={t.jobs.retry}
          icon={<RotateCcw size={14} aria-hidden="true" />}
          onClick={props.onRetry}
        >
          {t.retry}
        </Button>
      ) : null}
      <Button size="small" onClick={props.onDismiss}>
        {t.dismiss}
      </Button>
    </>
  )
  return (
    <Notice tone="danger" title={props.title} actions={actions}>
      {t.errors[props.code]}
    </Notice>
  )
}
