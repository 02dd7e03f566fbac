import Columns2 from 'lucide-react/icons/columns-2'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './layers.module.css'

/** Shows the picture without the selected layer for as long as it is held. */
export function HoldToCompare() {
  const comparing = useEditor((state) => state.session.comparing)
  const { setComparing } = useEditor((state) => state.actions)
  const hold = () => setComparing(true)
  const release = () => setComparing(false)
  return (
    <IconButton
      label={t.candidates.compare}
      size="small"
      className={styles['compare'] ?? ''}
      aria-pressed={comparing}
      onPointerDown={hold}
      onPointerUp={release}
      onPointerLeave={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') hold()
      }}
      onKeyUp={release}
      onBlur={release}
    >
      <Columns2 size={16} />
    </IconButton>
  )
}
