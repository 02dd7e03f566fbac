import CornerLeftUp from 'lucide-react/icons/corner-left-up'
import Download from 'lucide-react/icons/download'
import Images from 'lucide-react/icons/images'
import Keyboard from 'lucide-react/icons/keyboard'
import PanelLeft from 'lucide-react/icons/panel-left'
import PanelRight from 'lucide-react/icons/panel-right'
import Plus from 'lucide-react/icons/plus'
import { documentIdSchema } from '#domain/ids.ts'
import { AccountMenu } from '../account/account-menu.tsx'
import { openDocument } from '../documents/session.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { useCanvas } from '../editor/store/use-canvas.ts'
import { t } from '../i18n/language.ts'
import { JobsIndicator } from '../review/jobs-indicator.tsx'
import { BrandMark } from '../ui/brand.tsx'
import { IconButton } from '../ui/button.tsx'
import { LinkIndicator } from './link-indicator.tsx'
import type { Panels } from './panels.ts'
import styles from './top-bar.module.css'

export type TopBarProps = {
  readonly panels: Panels
  readonly onToggle: (panel: keyof Panels) => void
  /** Shows what is under way. */
  readonly onJobs: () => void
  readonly onNew: () => void
  readonly onLibrary: () => void
  readonly onShortcuts: () => void
  readonly onDownload: () => void
}

/** The bar over everything: which picture this is, and the ways to other places. */
export function TopBar(props: TopBarProps) {
  const base = useEditor((state) => state.document.present.base)
  const parent = documentIdSchema.safeParse(useEditor((state) => state.document.present.parent))
  const canvas = useCanvas()
  return (
    <header className={styles['bar']}>
      <div className={styles['side']}>
        <BrandMark sizePx={26} />
        <IconButton
          label={t.top.history}
          className={styles['wide'] ?? ''}
          aria-pressed={props.panels.history}
          onClick={() => props.onToggle('history')}
        >
          <PanelLeft size={18} />
        </IconButton>
        {base ? (
          <IconButton label={t.top.newPicture} onClick={props.onNew}>
            <Plus size={19} />
          </IconButton>
        ) : null}
        <IconButton label={t.top.library} onClick={props.onLibrary}>
          <Images size={18} />
        </IconButton>
      </div>
      <div className={styles['title']}>
        {parent.success ? (
          <IconButton
            label={t.top.parent}
            size="small"
            onClick={() => void openDocument(parent.data)}
          >
            <CornerLeftUp size={16} />
          </IconButton>
        ) : null}
        {base ? (
          <>
            <strong>{base.title ?? t.top.untitled}</strong>
            <span>{canvas ? t.generate.sizeLabel(canvas.width, canvas.height) : ''}</span>
          </>
        ) : (
          <strong>{t.appName}</strong>
        )}
      </div>
      <div className={`${styles['side']} ${styles['end']}`}>
        <JobsIndicator onShow={props.onJobs} />
        <LinkIndicator />
        {base ? (
          <IconButton label={t.top.download} onClick={props.onDownload}>
            <Download size={18} />
          </IconButton>
        ) : null}
        <IconButton
          label={t.top.shortcuts}
          className={styles['wide'] ?? ''}
          onClick={props.onShortcuts}
        >
          <Keyboard size={18} />
        </IconButton>
        <IconButton
          label={t.top.edit}
          className={styles['wide'] ?? ''}
          aria-pressed={props.panels.edit}
          onClick={() => props.onToggle('edit')}
        >
          <PanelRight size={18} />
        </IconButton>
        <AccountMenu />
      </div>
    </header>
  )
}
