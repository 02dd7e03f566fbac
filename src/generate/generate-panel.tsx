import Eraser from 'lucide-react/icons/eraser'
import Info from 'lucide-react/icons/info'
import Sparkles from 'lucide-react/icons/sparkles'
import WandSparkles from 'lucide-react/icons/wand-sparkles'
import { useEffect, useEffectEvent, useState } from 'react'
import { AppError } from '#domain/errors.ts'
import { formatMicroDollars } from '#domain/money.ts'
import { toAppError } from '../backend/errors.ts'
import { isLocal } from '../backend/mode.ts'
import { usePerson } from '../backend/queries.ts'
import { hasMask } from '../editor/document/document.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/en.ts'
import { Button } from '../ui/button.tsx'
import { Field, Segmented } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { AdvancedSettings } from './advanced-settings.tsx'
import styles from './generate-panel.module.css'
import { submitDraft } from './requests.ts'
import { changeSettings, useSettings } from './settings.ts'
import { type Draft, draftPrice, draftProblem, offerFor, situationOf } from './situation.ts'

const icons = {
  GENERATE: Sparkles,
  PAINT_FIRST: WandSparkles,
  REPLACE: WandSparkles,
  REMOVE: Eraser,
} as const

/** The panel that follows the situation: remove, replace or generate. */
export function GeneratePanel() {
  const { draft, situation } = useDraft()
  const { isBusy, error, submit } = useSubmit()
  const problem = draftProblem(situation, draft)
  const { ability } = offerFor(situation)
  const Icon = icons[situation]
  const canSend = !isBusy && !problem
  useSubmitKeys(() => {
    if (canSend) void submit(situation, draft)
  })
  return (
    <section className={styles['panel']} aria-label={t.generate.region}>
      <header className={styles['head']}>
        <h2>{t.generate.titles[situation]}</h2>
        <p>{t.generate.help[situation]}</p>
      </header>
      <PromptField situation={situation} draft={draft} problem={problem} />
      <Segmented
        label={t.generate.count}
        value={draft.count}
        choices={range(ability.images.perJob).map((value) => ({ value, label: String(value) }))}
        onChange={(count) => changeSettings({ count })}
      />
      <AdvancedSettings draft={draft} ability={ability} problem={problem} />
      {error ? (
        <Notice tone="danger" title={error.detail}>
          {t.errors[error.code]}
        </Notice>
      ) : null}
      <div className={styles['send']}>
        <Button
          look="primary"
          size="large"
          className={styles['action'] ?? ''}
          disabled={!canSend}
          title={t.generate.submitKeys}
          icon={
            isBusy ? (
              <ProgressRing label={t.generate.preparing} />
            ) : (
              <Icon size={18} aria-hidden="true" />
            )
          }
          onClick={() => void submit(situation, draft)}
        >
          {t.generate.actions[situation]}
        </Button>
        <Price situation={situation} draft={draft} />
      </div>
      {isLocal ? (
        <p className={styles['local']}>
          <Info size={14} aria-hidden="true" />
          {t.generate.noModel}
        </p>
      ) : null}
    </section>
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

function PromptField(props: {
  readonly situation: ReturnType<typeof situationOf>
  readonly draft: Draft
  readonly problem: AppError | undefined
}) {
  const { situation, draft, problem } = props
  const { setPromptDraft } = useEditor((state) => state.actions)
  const max = offerFor(situation).ability.prompt?.max ?? 0
  // An empty prompt is not yet a mistake: the button waits for words.
  const error = problem?.field === 'prompt' && draft.prompt !== '' ? problem.detail : undefined
  return (
    <Field
      label={situation === 'GENERATE' ? t.generate.prompt : t.generate.promptOptional}
      hint={t.generate.characters(draft.prompt.length, max)}
      error={error}
    >
      {({ id, describedBy }) => (
        <textarea
          id={id}
          data-prompt
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          rows={3}
          value={draft.prompt}
          placeholder={t.generate.placeholders[situation]}
          onChange={(event) => setPromptDraft({ prompt: event.target.value })}
        />
      )}
    </Field>
  )
}

function Price({ situation, draft }: { situation: ReturnType<typeof situationOf>; draft: Draft }) {
  const { amount, isExact } = draftPrice(situation, draft)
  const text = formatMicroDollars(amount)
  return (
    <p className={styles['price']}>
      {isExact ? text : t.generate.priceUpTo(text)} {t.generate.priceOf(draft.count)}
    </p>
  )
}

function useDraft() {
  const settings = useSettings()
  const { prompt, negativePrompt } = useEditor((state) => state.document.present.promptDraft)
  const hasPicture = useEditor((state) => state.document.present.base !== null)
  const isMasked = useEditor((state) => hasMask(state.document.present))
  const draft: Draft = {
    prompt,
    negativePrompt,
    ...settings,
    size: settings.size,
    seed: settings.seed,
  }
  return { draft, situation: situationOf({ hasPicture, isMasked, prompt }) }
}

function useSubmit() {
  const person = usePerson().data
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  const submit = async (situation: ReturnType<typeof situationOf>, draft: Draft) => {
    if (!person) return
    setIsBusy(true)
    setError(undefined)
    try {
      const document = editorStore.getState().document.present
      await submitDraft(person.id, situation, { draft, document })
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setIsBusy(false)
    }
  }
  return { isBusy, error, submit }
}

function range(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1)
}
