import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { useId } from 'react'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './colors-field.module.css'
import type { PanelProps } from './panel-props.ts'
import { changeSettings } from './settings.ts'

/** The colours to follow, as swatches that open the browser's own colour chooser. */
export function ColorsField({ draft, offer }: PanelProps) {
  const labelId = useId()
  const { colors } = draft
  const most = offer.ability.colors?.max ?? colors.length
  const put = (changed: readonly string[]) => changeSettings({ colors: [...changed] })
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would be styled anew
    <div role="group" aria-labelledby={labelId}>
      <div className={styles['head']}>
        <span id={labelId}>{t.generate.colors}</span>
        <span>{t.generate.colorsCount(colors.length, most)}</span>
      </div>
      <ul className={styles['swatches']}>
        {colors.map((color, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two swatches may have one colour
          <li key={index} className={styles['swatch']}>
            <input
              type="color"
              value={color}
              aria-label={t.generate.color(index + 1, color)}
              onChange={(event) =>
                put(colors.map((each, at) => (at === index ? event.target.value : each)))
              }
            />
            {colors.length > 1 ? (
              <button
                type="button"
                aria-label={t.generate.removeColor(index + 1)}
                onClick={() => put(colors.filter((_, at) => at !== index))}
              >
                <X size={11} aria-hidden="true" />
              </button>
            ) : null}
          </li>
        ))}
        {colors.length < most ? (
          <li>
            <IconButton
              label={t.generate.addColor}
              onClick={() => put([...colors, colors.at(-1) ?? '#808080'])}
            >
              <Plus size={17} />
            </IconButton>
          </li>
        ) : null}
      </ul>
    </div>
  )
}
