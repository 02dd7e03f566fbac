import RotateCcw from 'lucide-react/icons/rotate-ccw'
import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { type ErrorCode, errorCodes, errorTable } from '#domain/errors.ts'
import type { Operation } from '#domain/generation/operation.ts'
import { isFinal } from '#domain/generation/status.ts'
import { toAppError } from '../backend/errors.ts'
import { outbox, useLetters, withdraw } from '../backend/generations.ts'
import type { Letter } from '../backend/outbox.ts'
import { useCancelGeneration, useGenerations, usePerson } from '../backend/queries.ts'
import type { Generation } from '../backend/records.ts'
import { t } from '../i18n/language.ts'
import { say, sayText } from '../i18n/say.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { spanText } from '../ui/span.ts'
import { showToast } from '../ui/toasts.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './jobs.module.css'
import { repeatRequest, requestOf } from './requests.ts'
import { nextStep, settle, useReviews } from './reviews.ts'
import { statusText, waitText } from './waiting.ts'

/** The jobs under way, and those of this browser that failed and were not read. */
export function Jobs() {
  const letters = useLetters()
  const { records } = useGenerations()
  const { mine } = useReviews()
  const running = records.filter((each) => !isFinal(each.status))
  const failed = records.filter(
    (each) => mine.includes(each.id) && nextStep(each, undefined) === 'EXPLAIN',
  )
  if (letters.length + running.length + failed.length === 0) return null
  return (
    <section className={styles['jobs']} aria-label={t.jobs.title}>
      {failed.map((generation) => (
        <FailedJob key={generation.id} generation={generation} />
      ))}
      {letters.map((letter) => (
        <LetterRow key={letter.id} letter={letter} />
      ))}
      {running.map((generation) => (
        <RunningJob key={generation.id} generation={generation} />
      ))}
    </section>
  )
}

function RunningJob({ generation }: { generation: Generation }) {
  const cancel = useCancelGeneration()
  const { operation, prompt, createdAt, cancelRequested } = generation
  const isStopping = cancelRequested === true || cancel.isPending
  return (
    <JobRow
      operation={operation}
      prompt={prompt}
      since={createdAt}
      status={isStopping ? t.jobs.stopping : statusText(generation)}
      waitText={(nowMs) => (isStopping ? undefined : waitText(generation, nowMs))}
    >
      <IconButton
        label={t.jobs.cancel}
        size="small"
        disabled={isStopping}
        onClick={() =>
          cancel.mutate(generation.id, {
            onError: (error) => {
              const text = say(toAppError(error).reason)
              showToast({ id: `cancel-${generation.id}`, text, tone: 'danger' })
            },
          })
        }
      >
        <X size={15} />
      </IconButton>
    </JobRow>
  )
}

function LetterRow({ letter }: { letter: Letter }) {
  const { request, error, phase } = letter
  const prompt = 'prompt' in request ? request.prompt : undefined
  if (phase === 'REFUSED' && error) {
    return (
      <Failure
        title={say(error.reason)}
        code={error.code}
        onRetry={() => void outbox.retry(letter.id)}
        onDismiss={() => void withdraw(letter)}
      />
    )
  }
  const waiting = error ? t.jobs.waitingForNetwork : t.jobs.waitingForUpload
  const isFirstTry = letter.tries === 0
  return (
    <JobRow
      operation={request.operation}
      prompt={prompt}
      since={letter.createdAt}
      status={isFirstTry ? t.jobs.sending : waiting}
    >
      <IconButton label={t.jobs.cancel} size="small" onClick={() => void withdraw(letter)}>
        <X size={15} />
      </IconButton>
    </JobRow>
  )
}

function FailedJob({ generation }: { generation: Generation }) {
  const person = usePerson().data
  const code: ErrorCode =
    errorCodes.find((each) => each === generation.errorCode) ??
    (generation.status === 'BLOCKED' ? 'BLOCKED_OUTPUT' : 'INTERNAL')
  const reason = sayText(
    generation.errorDetail ?? generation.outputs?.find((each) => each.reason)?.reason,
  )
  const handleRetry = async () => {
    if (!person) return
    try {
      await repeatRequest(person.id, requestOf(generation))
      settle(generation.id)
    } catch (error) {
      showToast({
        id: `retry-${generation.id}`,
        text: say(toAppError(error).reason),
        tone: 'danger',
      })
    }
  }
  return (
    <Failure
      title={reason ?? t.jobs.statuses[generation.status]}
      code={code}
      onRetry={() => void handleRetry()}
      onDismiss={() => settle(generation.id)}
    />
  )
}

/** What went wrong and what to do about it; trying again is offered only where it can help. */
function Failure(props: {
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

function JobRow(props: {
  readonly operation: Operation
  readonly prompt: string | undefined
  readonly since: string
  readonly status: string
  /** How long it is still expected to wait: then that counts, not since when it does. */
  readonly waitText?: (nowMs: number) => string | undefined
  readonly children: ReactNode
}) {
  const nowMs = useNow(1000)
  const elapsed = spanText(nowMs - Date.parse(props.since), t.time)
  const wait = props.waitText?.(nowMs)
  const name = t.jobs.operations[props.operation]
  return (
    <article className={styles['job']} aria-label={`${name}: ${props.status}`}>
      <span className={styles['ring']}>
        <ProgressRing label={props.status} sizePx={20} />
      </span>
      <div className={styles['text']}>
        <strong>{props.prompt || name}</strong>
        <span>
          {props.status}
          {/* A line may end after the dot, not before it. */}
          {'\u00A0· '}
          {wait ?? <time aria-label={t.jobs.elapsed(elapsed)}>{elapsed}</time>}
        </span>
      </div>
      {props.children}
    </article>
  )
}
