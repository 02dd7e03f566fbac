import ChevronRight from 'lucide-react/icons/chevron-right'
import Shuffle from 'lucide-react/icons/shuffle'
import type { SizeRule } from '#domain/model/card.ts'
import { sizesOffered } from '#domain/model/size-rule.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { IconButton } from '../ui/button.tsx'
import { CheckField, Field, Segmented } from '../ui/field.tsx'
import type { Draft } from './draft.ts'
import styles from './generate-panel.module.css'
import type { PanelProps } from './panel-props.ts'
import { isSized } from './plan-draft.ts'
import { changeSettings, useSettings } from './settings.ts'

/**
 * What most edits leave alone: what to avoid, seed, quality, the size of a new picture, and whether
 * the prompt goes into its file.
 */
export function AdvancedSettings(props: PanelProps) {
  const { situation, draft, offer } = props
  const { prompt, negativePrompt, sizes, qualities, seed } = offer.ability
  const { isAdvancedOpen } = useSettings()
  const hasSize = sizes !== undefined && isSized(situation)
  const hasPrompt = prompt !== undefined || situation.aim === 'INPAINT'
  const hasQuality = qualities.length > 1
  if (![negativePrompt, hasSize, hasQuality, seed, hasPrompt].some(Boolean)) return null
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
        {negativePrompt ? <NegativeField {...props} /> : null}
        {hasSize ? <SizeField draft={draft} rule={sizes} /> : null}
        {hasQuality ? (
          <Segmented
            label={t.generate.quality}
            value={draft.quality}
            choices={qualities.map((value) => ({ value, label: t.generate.qualities[value] }))}
            onChange={(quality) => changeSettings({ quality })}
          />
        ) : null}
        {seed ? <SeedField {...props} /> : null}
        {hasPrompt ? (
          <CheckField
            label={t.generate.keepPrompt}
            hint={t.generate.keepPromptHint}
            isChecked={draft.keepPrompt}
            onChange={(keepPrompt) => changeSettings({ keepPrompt })}
          />
        ) : null}
      </div>
    </details>
  )
}

function NegativeField({ situation, draft, offer, problem }: PanelProps) {
  const { setWords } = useEditor((state) => state.actions)
  const max = offer.ability.negativePrompt?.max ?? 0
  const error = problem?.field === 'negativePrompt' ? say(problem.reason) : undefined
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
          onChange={(event) => setWords(situation.aim, { negativePrompt: event.target.value })}
        />
      )}
    </Field>
  )
}

function SizeField({ draft, rule }: { readonly draft: Draft; readonly rule: SizeRule }) {
  const sizes = sizesOffered(rule)
  const name = (size: { widthPx: number; heightPx: number }) => `${size.widthPx}x${size.heightPx}`
  const wanted = draft.size && name(draft.size)
  const chosen = sizes.find((size) => name(size) === wanted) ?? sizes[0]
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
              {size.ratio
                ? t.generate.ratioLabel(size.ratio, size.widthPx, size.heightPx)
                : t.generate.sizeLabel(size.widthPx, size.heightPx)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function SeedField({ draft, offer, problem }: PanelProps) {
  const error = problem?.field === 'seed' ? say(problem.reason) : undefined
  const most = offer.ability.seed?.max ?? 0
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
            placeholder={t.generate.seedRandom(most)}
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
