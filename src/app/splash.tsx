import { t } from '../i18n/language.ts'
import { BrandMark } from '../ui/brand.tsx'
import styles from './app.module.css'

/** The page while it cannot show anything yet. */
export function Splash() {
  return (
    <output className={styles['splash']} aria-label={t.loading}>
      <BrandMark sizePx={44} />
    </output>
  )
}
