import Info from 'lucide-react/icons/info'
import { useEffect, useEffectEvent, useState } from 'react'
import type { AppError } from '#domain/errors.ts'
import type { UnmaskedRequest } from '#domain/operation/request.ts'
import { accessToday, ownModelName } from '../backend/deployment.ts'
import { toAppError } from '../backend/errors.ts'
import { isLocal } from '../backend/mode.ts'
import { usePerson } from '../backend/queries.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Notice } from '../ui/notice.tsx'
import { AdvancedSettings } from './advanced-settings.tsx'
import { AimHead } from './aim-head.tsx'
import { AimList } from './aim-list.tsx'
import { LimitNotice } from './allowance.tsx'
import type { Draft, Situation } from './draft.ts'
import { AimFields } from './fields.tsx'
import styles from './generate-panel.module.css'
import { planDraft, problemIn } from './plan-draft.ts'
import { submitRequest } from './requests.ts'
import { SendRow } from './send-row.tsx'
import { useDraft } from './use-draft.ts'

/** The panel that follows the situation: create, paint, or change the whole picture. */
export function GeneratePanel() {
  const { draft, situation } = useDraft()
  const { picture, aim, isMasked, layer } = situation
  const isDrafting = picture !== undefined && aim === 'INPAINT' && layer === undefined
  const isWaiting = isDrafting && !isMasked
  return (
    <section className={styles['panel']} aria-label={t.generate.region}>
      <AimHead situation={situation} draft={draft} />
      {isWaiting ? <AimList /> : <Form situation={situation} draft={draft} />}
      {isDrafting && isMasked ? <OtherAims /> : null}
      {isLocal ? (
        <p className={styles['local']}>
          <Info size={14} aria-hidden="true" />
          {t.generate.localModel(ownModelName())}
        </p>
      ) : null}
    </section>
  )
}

function Form({ situation, draft }: { situation: Situation; draft: Draft }) {
  const { isBusy, error, submit } = useSubmit()
  const plan = planDraft(situation, draft, accessToday())
  const send = () => {
    if (!isBusy && plan.kind === 'READY') void submit({ situation, draft, request: plan.request })
  }
  useSubmitKeys(send)
  if (!plan.terms) {
    return (
      <Notice tone="warning" title={say(plan.why.reason)}>
        {t.errors[plan.why.code]}
      </Notice>
    )
  }
  const props = { situation, draft, ...plan.terms, problem: problemIn(plan) }
  return (
    <>
      <AimFields {...props} />
      <AdvancedSettings {...props} />
      {error ? (
        <Notice tone="danger" title={say(error.reason)}>
          {t.errors[error.code]}
        </Notice>
      ) : null}
      <LimitNotice {...props} />
      <SendRow {...props} isBusy={isBusy} onSend={send} />
    </>
  )
}

/** The other edits stay at hand while a part is painted. */
function OtherAims() {
  return (
    <details className={styles['others']}>
      <summary>{t.generate.others}</summary>
      <AimList />
    </details>
  )
}

/** Hears Ctrl Enter wherever the focus is, but for dialogs. */
function useSubmitKeys(onPress: () => void): void {
  const press = useEffectEvent(onPress)
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.repeat || !(event.ctrlKey || event.metaKey)) return
      if (event.target instanceof Element && event.target.closest('dialog')) return
      event.preventDefault()
      press()
    }
    addEventListener('keydown', handleKey)
    return () => removeEventListener('keydown', handleKey)
  }, [])
}

/** Puts the cursor into the prompt. */
export function focusPrompt(): void {
  document.querySelector<HTMLTextAreaElement>('[data-prompt]')?.focus()
}

type Asked = {
  readonly situation: Situation
  readonly draft: Draft
  readonly request: UnmaskedRequest
}

function useSubmit() {
  const person = usePerson().data
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  const submit = async (asked: Asked) => {
    if (!person) return
    setIsBusy(true)
    setError(undefined)
    try {
      const document = editorStore.getState().document.present
      const { request, ...made } = asked
      await submitRequest(person.id, request, { ...made, document })
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setIsBusy(false)
    }
  }
  return { isBusy, error, submit }
}
