import { Authenticator, ThemeProvider } from '@aws-amplify/ui-react'
import Mail from 'lucide-react/icons/mail'
import { signUpKind } from '../backend/deployment.ts'
import { inboxUrl } from '../backend/mode.ts'
import { wordSignIn } from '../backend/sign-in-texts.ts'
import { signUpServices } from '../backend/sign-up.ts'
import { language, t } from '../i18n/language.ts'
import { sayText } from '../i18n/say.ts'
import { BrandMark } from '../ui/brand.tsx'
import './authenticator.css'
import styles from './sign-in.module.css'

wordSignIn(language.tag, t.signInCard)

const services = signUpServices({ ...t.signIn, sayText })

const components = {
  ConfirmSignUp: { Footer: () => <p className={styles['note']}>{t.signIn.noMail}</p> },
}

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
          <Authenticator
            services={services}
            components={components}
            hideSignUp={signUpKind() === 'CLOSED'}
          />
        </ThemeProvider>
        <AdmissionHint />
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

/** Where not everyone may sign up, that is said before anybody tries. */
function AdmissionHint() {
  const kind = signUpKind()
  if (kind === 'EVERYONE' || kind === 'LISTED') return null
  return (
    <p className={styles['local']}>{kind === 'CLOSED' ? t.signIn.closed : t.signIn.approval}</p>
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
