import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Field } from '../ui/field.tsx'
import type { PanelProps } from './panel-props.ts'

/** What should be in the picture. Of a painted part it may be left empty, to remove it. */
export function PromptField({ situation, draft, offer, problem }: PanelProps) {
  const { setWords } = useEditor((state) => state.actions)
  const { aim, picture } = situation
  const { prompt: rule } = offer.ability
  // An empty prompt is not yet a mistake: the button waits for words.
  const error = problem?.field === 'prompt' && draft.prompt !== '' ? say(problem.reason) : undefined
  const isOptional = rule?.isOptional === true
  const label =
    aim === 'INPAINT'
      ? t.generate.promptOptional
      : `${t.operations[aim].prompt}${isOptional ? t.generate.optional : ''}`
  return (
    <Field
      label={label}
      hint={rule ? t.generate.characters(draft.prompt.length, rule.max) : undefined}
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
          placeholder={picture ? t.operations[aim].placeholder : t.generate.placeholders.GENERATE}
          onChange={(event) => setWords(aim, { prompt: event.target.value })}
        />
      )}
    </Field>
  )
}

/** What to look for in the picture. */
export function SearchField({ situation, draft, problem }: PanelProps) {
  const { setWords } = useEditor((state) => state.actions)
  const error = problem?.field === 'search' && draft.search !== '' ? say(problem.reason) : undefined
  return (
    <Field label={t.generate.search} error={error}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="text"
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          value={draft.search}
          placeholder={t.generate.searchPlaceholder}
          onChange={(event) => setWords(situation.aim, { search: event.target.value })}
        />
      )}
    </Field>
  )
}
