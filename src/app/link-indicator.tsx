import { useLinkState } from '../backend/link.ts'
import { t } from '../i18n/language.ts'
import styles from './top-bar.module.css'

/** How well this device hears of changes made elsewhere. */
export function LinkIndicator() {
  const state = useLinkState()
  return (
    <output
      className={styles['link']}
      data-state={state}
      title={t.link.explain[state]}
      aria-label={`${t.link[state]}. ${t.link.explain[state]}`}
    >
      <i aria-hidden="true" />
      <span>{t.link[state]}</span>
    </output>
  )
}
