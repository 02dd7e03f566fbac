import { t } from '../i18n/language.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from './shortcuts-dialog.module.css'

/** All keys of the app, by group. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t.shortcuts.title} closeLabel={t.close} size="medium" onClose={onClose}>
      <div className={styles['groups']}>
        {t.shortcuts.groups.map((group) => (
          <section key={group.name} className={styles['group']}>
            <h3>{group.name}</h3>
            <dl>
              {group.rows.map(([keys, what]) => (
                <div key={keys}>
                  <dt>{what}</dt>
                  <dd>
                    <kbd>{keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
