import Archive from 'lucide-react/icons/archive'
import CircleUser from 'lucide-react/icons/circle-user'
import KeyRound from 'lucide-react/icons/key-round'
import LogOut from 'lucide-react/icons/log-out'
import Mail from 'lucide-react/icons/mail'
import ShieldCheck from 'lucide-react/icons/shield-check'
import UserX from 'lucide-react/icons/user-x'
import { useState } from 'react'
import { ownModelName } from '../backend/deployment.ts'
import { inboxUrl, isLocal } from '../backend/mode.ts'
import { usePerson } from '../backend/queries.ts'
import { leave } from '../backend/session.ts'
import { chooseLanguage, language, t } from '../i18n/language.ts'
import { offeredLanguages } from '../i18n/languages.ts'
import { Segmented } from '../ui/field.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { chooseTheme, readThemeChoice, themeChoices } from '../ui/theme.ts'
import styles from './account.module.css'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { SecondFactorDialog } from './second-factor-dialog.tsx'
import { UsageLines } from './usage-lines.tsx'

/** Who is signed in, what was used of the limits, how the app looks, and the ways out. */
export function AccountMenu() {
  const person = usePerson().data
  const [dialog, setDialog] = useState<'password' | 'factor' | 'export' | 'delete'>()
  const inbox = inboxUrl()
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu label={t.account.menu} icon={<CircleUser size={19} />}>
        <div className={styles['who']}>
          <strong>{person?.email}</strong>
          <UsageLines />
        </div>
        <MenuLine />
        <ThemeChoice />
        {offeredLanguages.length > 1 ? <LanguageChoice /> : null}
        <MenuLine />
        <MenuItem icon={<KeyRound size={16} />} onClick={() => setDialog('password')}>
          {t.account.changePassword}
        </MenuItem>
        <MenuItem icon={<ShieldCheck size={16} />} onClick={() => setDialog('factor')}>
          {t.account.secondFactor}
        </MenuItem>
        {inbox === undefined ? null : (
          <MenuItem icon={<Mail size={16} />} onClick={() => open(inbox, '_blank', 'noreferrer')}>
            {t.account.inbox}
          </MenuItem>
        )}
        <MenuItem icon={<LogOut size={16} />} onClick={() => void leave()}>
          {t.account.signOut}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Archive size={16} />} onClick={() => setDialog('export')}>
          {t.account.exportData}
        </MenuItem>
        <MenuItem danger icon={<UserX size={16} />} onClick={() => setDialog('delete')}>
          {t.account.deleteAccount}
        </MenuItem>
        {isLocal ? <p className={styles['local']}>{t.account.localNote(ownModelName())}</p> : null}
      </Menu>
      {dialog === 'password' ? <PasswordDialog onClose={close} /> : null}
      {dialog === 'factor' ? <SecondFactorDialog onClose={close} /> : null}
      {dialog === 'export' ? <ExportDialog onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteAccountDialog onClose={close} /> : null}
    </>
  )
}

function ThemeChoice() {
  const [choice, setChoice] = useState(readThemeChoice)
  return (
    <div className={styles['theme']} data-stays>
      <Segmented
        label={t.account.theme}
        value={choice}
        choices={themeChoices.map((value) => ({ value, label: t.account.themes[value] }))}
        onChange={(next) => {
          chooseTheme(next)
          setChoice(next)
        }}
      />
    </div>
  )
}

function LanguageChoice() {
  return (
    <div className={styles['theme']} data-stays>
      <Segmented
        label={t.account.language}
        value={language.tag}
        choices={offeredLanguages.map(({ tag, name }) => ({ value: tag, label: name }))}
        onChange={chooseLanguage}
      />
    </div>
  )
}
