import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronUp from 'lucide-react/icons/chevron-up'
import type { ReactNode } from 'react'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './bottom-sheet.module.css'

export type SheetTab = 'create' | 'layers' | 'history'

/** On a phone: the panels below the picture, one at a time, or folded down to their tabs. */
export function BottomSheet(props: {
  readonly tab: SheetTab
  readonly isOpen: boolean
  readonly onChange: (tab: SheetTab, isOpen: boolean) => void
  readonly panels: Readonly<Record<SheetTab, ReactNode>>
}) {
  const { tab, isOpen, onChange, panels } = props
  const tabs: readonly SheetTab[] = ['create', 'layers', 'history']
  return (
    <div className={`${styles['sheet']} ${isOpen ? styles['open'] : ''}`}>
      <div className={styles['head']}>
        <div role="tablist" aria-label={t.sheet.tabs} className={styles['tabs']}>
          {tabs.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`sheet-tab-${each}`}
              aria-selected={isOpen && each === tab}
              aria-controls="sheet-panel"
              onClick={() => onChange(each, !(isOpen && each === tab))}
            >
              {t.sheet[each]}
            </button>
          ))}
        </div>
        <IconButton
          label={t.sheet.toggle}
          aria-expanded={isOpen}
          onClick={() => onChange(tab, !isOpen)}
        >
          {isOpen ? <ChevronDown size={18} /> : <ChevronUp size={18} />}
        </IconButton>
      </div>
      {/* Each tab begins at its top, however far the one before was scrolled. */}
      <div
        key={tab}
        id="sheet-panel"
        role="tabpanel"
        aria-labelledby={`sheet-tab-${tab}`}
        className={styles['panel']}
        hidden={!isOpen}
      >
        {panels[tab]}
      </div>
    </div>
  )
}
