import ChevronRight from 'lucide-react/icons/chevron-right'
import Shuffle from 'lucide-react/icons/shuffle'
import type { AppError } from '#domain/errors.ts'
import type { Ability, SizeRule } from '#domain/model/card.ts'
import { sizesOffered } from '#domain/model/size-rule.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/en.ts'
import { IconButton } from '../ui/button.tsx'
import { Field, Segmented } from '../ui/field.tsx'
import styles from './generate-panel.module.css'
import { changeSettings, useSettings } from './settings.ts'
import type { Draft } from './situation.ts'

type Props = {
  readonly draft: Draft
  readonly ability: Ability
  readonly problem: AppError | undefined
}

/** What most edits leave alone: what to avoid, seed, quality and, of a new picture, its size. */
export function AdvancedSettings({ draft, ability, problem }: Props) {
  const { isAdvancedOpen } = useSettings()
  return (
    <details
      className={styles['advanced']}
      open={isAdvancedOpen}
      onToggle={(event) => changeSettings({ isAdvancedOpen: event.currentTarget.open })}
    >
      <summary>
        <ChevronRight size={15} aria-hidden="true" />
        {t.generate.advanced}
      </summary>
      <div className={styles['advancedBody']}>
        {ability.negativePrompt ? (
          <NegativeField draft={draft} ability={ability} problem={problem} />
        ) : null}
        {ability.sizes ? <SizeField draft={draft} rule={ability.sizes} /> : null}
        <Segmented
          label={t.generate.quality}
          value={draft.quality}
          choices={ability.qualities.map((value) => ({
            value,
            label: t.generate.qualities[value],
          }))}
          onChange={(quality) => changeSettings({ quality })}
        />
        <SeedField draft={draft} problem={problem} />
      </div>
    </details>
  )
}

function NegativeField({ draft, ability, problem }: Props) {
  const { setPromptDraft } = useEditor((state) => state.actions)
  const max = ability.negativePrompt?.max ?? 0
  const error = problem?.field === 'negativePrompt' ? problem.detail : undefined
  return (
    <Field
      label={t.generate.negative}
      hint={t.generate.characters(draft.negativePrompt.length, max)}
      error={error}
    >
      {({ id, describedBy }) => (
        <textarea
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          rows={2}
          value={draft.negativePrompt}
          placeholder={t.generate.negativePlaceholder}
          onChange={(event) => setPromptDraft({ negativePrompt: event.target.value })}
        />
      )}
    </Field>
  )
}

function SizeField({ draft, rule }: { readonly draft: Draft; readonly rule: SizeRule }) {
  const sizes = sizesOffered(rule)
  const name = (size: { widthPx: number; heightPx: number }) => `${size.widthPx}x${size.heightPx}`
  const chosen = draft.size ?? sizes[0]
  return (
    <Field label={t.generate.size}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          value={chosen ? name(chosen) : ''}
          onChange={(event) => {
            const size = sizes.find((each) => name(each) === event.target.value)
            if (size) changeSettings({ size: { widthPx: size.widthPx, heightPx: size.heightPx } })
          }}
        >
          {sizes.map((size) => (
            <option key={name(size)} value={name(size)}>
              {t.generate.sizeLabel(size.widthPx, size.heightPx)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function SeedField({ draft, problem }: Pick<Props, 'draft' | 'problem'>) {
  const error = problem?.field === 'seed' ? problem.detail : undefined
  return (
    <Field label={t.generate.seed} hint={t.generate.seedHint} error={error}>
      {({ id, describedBy }) => (
        <div className={styles['seed']}>
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={error !== undefined}
            inputMode="numeric"
            value={draft.seed ?? ''}
            placeholder={t.generate.seedRandom}
            onChange={(event) => {
              const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 12)
              changeSettings({ seed: digits === '' ? undefined : Number(digits) })
            }}
          />
          <IconButton
            label={t.generate.clearSeed}
            onClick={() => changeSettings({ seed: undefined })}
          >
            <Shuffle size={16} />
          </IconButton>
        </div>
      )}
    </Field>
  )
}
