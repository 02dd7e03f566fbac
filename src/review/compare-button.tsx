import Columns2 from 'lucide-react/icons/columns-2'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import styles from './candidates.module.css'

/** Shows the picture instead of the result for as long as it is held. */
export function CompareButton() {
  const comparing = useEditor((state) => state.session.comparing)
  const { setComparing } = useEditor((state) => state.actions)
  const hold = () => setComparing(true)
  const release = () => setComparing(false)
  return (
    <Button
      look="quiet"
      className={styles['compare'] ?? ''}
      icon={<Columns2 size={16} aria-hidden="true" />}
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
      {t.candidates.compare}
    </Button>
  )
}
