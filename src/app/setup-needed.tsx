import { t } from '../i18n/language.ts'
import { BrandMark } from '../ui/brand.tsx'
import styles from './app.module.css'

/** Shown in place of the app while there is no backend to sign in to. */
export function SetupNeeded() {
  const { setup } = t
  return (
    <main className={styles['page']}>
      <div className={styles['setup']}>
        <BrandMark sizePx={44} />
        <h1>{setup.title}</h1>
        <p>{setup.intro}</p>
        <section>
          <h2>{setup.localTitle}</h2>
          <p>{setup.localText}</p>
          <code>npm start</code>
        </section>
        <section>
          <h2>{setup.cloudTitle}</h2>
          <p>{setup.cloudText}</p>
          <code>npx ampx sandbox</code>
        </section>
      </div>
    </main>
  )
}
