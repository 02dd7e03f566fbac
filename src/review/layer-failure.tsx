import { type ErrorCode, errorTable } from '#domain/errors.ts'
import { outbox } from '../backend/generations.ts'
import { usePerson } from '../backend/queries.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say, sayText } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { JobState } from './job-state.ts'
import { repeatJob } from './repeat-job.ts'

/** Why a layer's last job made nothing, and what to do about it; it stays until that is done. */
export function LayerFailure(props: {
  readonly layer: DocumentLayer
  readonly failure: JobState
  readonly onChangeWords: () => void
}) {
  const { layer, failure, onChangeWords } = props
  const person = usePerson().data
  const { title, code } = reasonOf(failure)
  const isCancelled = code === 'CANCELLED'
  const mayRepeat = failure.kind !== 'UNSENT' && (isCancelled || errorTable[code].retry)
  const handleRetry = () => {
    if (failure.kind === 'REFUSED') void outbox.retry(failure.id)
    else if (failure.kind === 'FAILED' && person)
      void repeatJob(person.id, layer, failure.generation)
  }
  const handleDismiss = () => {
    if (failure.kind === 'REFUSED') void outbox.discard(failure.id)
    editorStore
      .getState()
      .actions.run({ kind: 'DROP_JOB', layerId: layer.id, generationId: failure.id })
  }
  const actions = (
    <>
      {mayRepeat ? (
        <Button size="small" title={t.jobs.retry} onClick={handleRetry}>
          {t.retry}
        </Button>
      ) : null}
      <Button size="small" onClick={onChangeWords}>
        {failure.kind === 'UNSENT' ? t.layers.askAgain : t.layers.changeWords}
      </Button>
      <Button size="small" look="quiet" onClick={handleDismiss}>
        {t.dismiss}
      </Button>
    </>
  )
  return (
    <Notice tone={isCancelled ? 'info' : 'danger'} title={title} actions={actions}>
      {failure.kind === 'UNSENT' ? t.layers.unsentText : t.errors[code]}
    </Notice>
  )
}

function reasonOf(failure: JobState): { readonly title: string; readonly code: ErrorCode } {
  if (failure.kind === 'REFUSED') {
    const { error } = failure.entry
    return error
      ? { title: say(error.reason), code: error.code }
      : { title: t.jobs.refused, code: 'INTERNAL' }
  }
  if (failure.kind !== 'FAILED') return { title: t.layers.unsent, code: 'INTERNAL' }
  const { generation } = failure
  const { status, errorCode, errorDetail, outputs } = generation
  if (status === 'CANCELLED') return { title: t.jobs.statuses.CANCELLED, code: 'CANCELLED' }
  const reason = sayText(errorDetail ?? outputs?.find((each) => each.reason)?.reason)
  const code = errorCode ?? (status === 'BLOCKED' ? 'BLOCKED_OUTPUT' : 'INTERNAL')
  return { title: reason ?? t.jobs.statuses[status], code }
}
