import Columns2 from 'lucide-react/icons/columns-2'
import SquareSplitHorizontal from 'lucide-react/icons/square-split-horizontal'
import type { CompareView } from '../editor/store/editor-state.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './compare-overlay.module.css'

const views: readonly { view: CompareView; Icon: typeof Columns2 }[] = [
  { view: 'SLIDER', Icon: SquareSplitHorizontal },
  { view: 'SIDE_BY_SIDE', Icon: Columns2 },
]

/** Over the canvas: how it is compared, what each part of it shows, and the slider's line. */
export function CompareOverlay() {
  const view = useEditor((state) => state.session.compareView)
  const comparing = useEditor((state) => state.session.comparing)
  const hasEdits = useEditor(
    ({ document: { present }, session }) =>
      present.layers.length > 0 || session.candidate !== undefined,
  )
  const { setCompareView } = editorStore.getState().actions
  if (!hasEdits) return null
  return (
    <>
      <fieldset className={styles['views']} aria-label={t.compareViews.label}>
        {views.map(({ view: each, Icon }) => (
          <IconButton
            key={each}
            label={t.compareViews[each]}
            size="small"
            aria-pressed={view === each}
            onClick={() => setCompareView(view === each ? undefined : each)}
          >
            <Icon size={17} />
          </IconButton>
        ))}
      </fieldset>
      {comparing ? <Label side="before" /> : null}
      {view && !comparing ? (
        <>
          <Label side="before" />
          <Label side="after" />
          {view === 'SLIDER' ? <Line /> : <span className={styles['middle']} />}
        </>
      ) : null}
    </>
  )
}

function Label({ side }: { readonly side: 'before' | 'after' }) {
  return <span className={`${styles['label']} ${styles[side]}`}>{t.compareViews[side]}</span>
}

const steps = 100

function Line() {
  const share = useEditor((state) => state.session.compareAt)
  const { setCompareAt } = editorStore.getState().actions
  return (
    <>
      <span className={styles['line']} style={{ left: `${share * 100}%` }} />
      <input
        type="range"
        className={styles['slider']}
        min={0}
        max={steps}
        value={Math.round(share * steps)}
        aria-label={t.compareViews.line}
        onChange={(event) => setCompareAt(event.target.valueAsNumber / steps)}
      />
    </>
  )
}
