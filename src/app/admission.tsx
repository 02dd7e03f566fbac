import { useEffect, useState } from 'react'
import type { AppError } from '#domain/errors.ts'
import { toAppError } from '../backend/errors.ts'
import type { Person } from '../backend/kept-person.ts'
import { leave } from '../backend/session.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './fault-boundary.module.css'
import { admitPerson } from './use-session-start.ts'

/** Who is let in; asked when the workspace opens, and again on `retry`. */
export function useAdmission() {
  const [person, setPerson] = useState<Person>()
  const [error, setError] = useState<AppError>()
  const [tries, setTries] = useState(0)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new try asks again
  useEffect(() => {
    let isGone = false
    admitPerson().then(
      (admitted) => {
        if (!isGone) setPerson(admitted)
      },
      (thrown: unknown) => {
        if (!isGone) setError(toAppError(thrown))
      },
    )
    return () => {
      isGone = true
    }
  }, [tries])
  const retry = () => {
    setError(undefined)
    setTries(tries + 1)
  }
  return { person, error, retry }
}

/** The session could not be opened: try again, or sign in anew. */
export function AdmissionFailure({ error, onRetry }: { error: AppError; onRetry: () => void }) {
  const actions = (
    <>
      <Button size="small" onClick={onRetry}>
        {t.retry}
      </Button>
      <Button size="small" look="quiet" onClick={() => void leave()}>
        {t.account.signOut}
      </Button>
    </>
  )
  return (
    <main className={styles['fault']}>
      <Notice tone="danger" title={say(error.reason)} actions={actions}>
        {t.errors[error.code]}
      </Notice>
    </main>
  )
}
