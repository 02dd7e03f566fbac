import { guides } from '#domain/operation/structure.ts'
import { upscaleModes } from '#domain/operation/upscale.ts'
import { t } from '../i18n/language.ts'
import { Segmented } from '../ui/field.tsx'
import styles from './generate-panel.module.css'
import { isOffered } from './offer.ts'
import type { PanelProps } from './panel-props.ts'
import { changeSettings } from './settings.ts'

/** What of a picture is kept: its edges, or what is where. */
export function GuideField({ draft }: PanelProps) {
  return (
    <div>
      <Segmented
        label={t.generate.guide}
        value={draft.guide}
        choices={guides.map((value) => ({
          value,
          label: t.generate.guides[value].name,
          isDisabled: !isOffered(`STRUCTURE_${value}`),
        }))}
        onChange={(guide) => changeSettings({ guide })}
      />
      <p className={styles['note']}>{t.generate.guides[draft.guide].hint}</p>
    </div>
  )
}

/** How a picture is enlarged. */
export function ModeField({ draft }: PanelProps) {
  return (
    <div>
      <Segmented
        label={t.generate.mode}
        value={draft.mode}
        choices={upscaleModes.map((value) => ({
          value,
          label: t.generate.modes[value].name,
          isDisabled: !isOffered(`UPSCALE_${value}`),
        }))}
        onChange={(mode) => changeSettings({ mode })}
      />
      <p className={styles['note']}>{t.generate.modes[draft.mode].hint}</p>
    </div>
  )
}
