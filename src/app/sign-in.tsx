import { Authenticator, ThemeProvider } from '@aws-amplify/ui-react'
import Mail from 'lucide-react/icons/mail'
import { inboxUrl } from '../backend/mode.ts'
import { t } from '../i18n/en.ts'
import { BrandMark } from '../ui/brand.tsx'
import './authenticator.css'
import styles from './sign-in.module.css'

/** The sign-in card: Amplify's Authenticator in our clothes, over a quiet backdrop. */
export function SignIn() {
  return (
    <main className={styles['page']} aria-label={t.signIn.regionLabel}>
      <div className={styles['backdrop']} aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <div className={styles['column']}>
        <header className={styles['brand']}>
          <BrandMark sizePx={48} />
          <h1>{t.appName}</h1>
          <p>{t.tagline}</p>
        </header>
        <ThemeProvider>
          <Authenticator />
        </ThemeProvider>
        <LocalHint />
        <ul className={styles['points']}>
          {t.signIn.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </div>
    </main>
  )
}

function LocalHint() {
  const inbox = inboxUrl()
  if (inbox === undefined) return null
  return (
    <p className={styles['local']}>
      {t.signIn.localHint}
      <a href={inbox} target="_blank" rel="noreferrer">
        <Mail size={14} aria-hidden="true" /> {t.signIn.inbox}
      </a>
    </p>
  )
}
