import type { EditGroup } from '#domain/operation/define-operation.ts'
import { type Aim, editsIn } from '../editor/store/aim.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { aimIcons } from './aim-icons.ts'
import styles from './aim-list.module.css'
import { aimRefusal } from './offer.ts'

const groups: readonly EditGroup[] = ['words', 'surroundings', 'whole']

/** All that can be done besides painting, in groups; what cannot be done here says why. */
export function AimList() {
  return (
    <nav className={styles['list']} aria-label={t.aims.label}>
      {groups.map((name) => (
        <section key={name} aria-labelledby={`aims-${name}`}>
          <h3 id={`aims-${name}`}>{t.aims.groups[name]}</h3>
          {editsIn(name).map((aim) => (
            <AimButton key={aim} aim={aim} />
          ))}
        </section>
      ))}
    </nav>
  )
}

function AimButton({ aim }: { readonly aim: Aim }) {
  const Icon = aimIcons[aim]
  const refusal = aimRefusal(aim, true)
  return (
    <button
      type="button"
      className={styles['aim']}
      aria-disabled={refusal !== undefined}
      onClick={() => {
        if (!refusal) editorStore.getState().actions.setAim(aim)
      }}
    >
      <Icon size={18} strokeWidth={1.8} aria-hidden="true" />
      <span>
        <strong>{t.operations[aim].name}</strong>
        <span>{refusal ? say(refusal.reason) : t.operations[aim].hint}</span>
      </span>
    </button>
  )
}
