import { t } from '../i18n/language.ts'
import { Field } from '../ui/field.tsx'
import { namedStyles } from './offer.ts'
import type { PanelProps } from './panel-props.ts'
import { changeSettings } from './settings.ts'

/** A style by its name, of those that the model has; nothing where it has none. */
export function PresetField({ situation, draft, offer }: PanelProps) {
  const { aim, picture } = situation
  const hasPick = (draft.picks[aim] ?? []).length > 0
  const own = offer.ability.stylePresets ?? []
  // Another model may take over once a style is chosen by its name instead of by a picture.
  const presets = aim === 'STYLE' && !hasPick ? namedStyles(picture !== undefined) : own
  if (presets.length === 0) return null
  const chosen = draft.stylePreset && presets.includes(draft.stylePreset) ? draft.stylePreset : ''
  return (
    <Field label={aim === 'STYLE' && !hasPick ? t.generate.presetInstead : t.generate.preset}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          value={chosen}
          onChange={(event) => changeSettings({ stylePreset: event.target.value || undefined })}
        >
          <option value="">{t.generate.noPreset}</option>
          {presets.map((preset) => (
            <option key={preset} value={preset}>
              {nameOf(preset)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** `comic-book` and `GRAPHIC_NOVEL_ILLUSTRATION` as people write them. */
function nameOf(preset: string): string {
  const words = preset.replaceAll(/[-_]/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
