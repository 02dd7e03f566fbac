import { t } from '../i18n/language.ts'
import { takeUpdate, useIsUpdateThere } from '../offline/updates.ts'
import { Button } from '../ui/button.tsx'
import styles from './model-notices.module.css'

/** Says that a newer version of the app is there; it comes when the person says so. */
export function UpdateNotice() {
  if (!useIsUpdateThere()) return null
  return (
    <aside className={styles['notice']} aria-label={t.update.region}>
      <p>{t.update.text}</p>
      <Button size="small" onClick={takeUpdate}>
        {t.update.reload}
      </Button>
    </aside>
  )
}
