import type { LucideIcon } from 'lucide-react'
import Brush from 'lucide-react/icons/brush'
import Eraser from 'lucide-react/icons/eraser'
import Hand from 'lucide-react/icons/hand'
import Maximize from 'lucide-react/icons/maximize'
import Minus from 'lucide-react/icons/minus'
import Plus from 'lucide-react/icons/plus'
import Redo2 from 'lucide-react/icons/redo-2'
import SplitSquareHorizontal from 'lucide-react/icons/split-square-horizontal'
import SquaresSubtract from 'lucide-react/icons/squares-subtract'
import Trash2 from 'lucide-react/icons/trash-2'
import Undo2 from 'lucide-react/icons/undo-2'
import { type ReactElement, useEffect, useRef } from 'react'
import { t } from '../../i18n/language.ts'
import { paintedStrokes } from '../document/document.ts'
import { hasMask } from '../document/stroke.ts'
import type { EditorState, Tool } from '../store/editor-state.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { BrushSize } from './brush-size.tsx'
import { CompareButton } from './compare-button.tsx'
import { ToolButton } from './tool-button.tsx'
import styles from './toolbar.module.css'
import { useRovingFocus } from './use-roving-focus.ts'

const { actions } = editorStore.getState()

const tools: readonly { tool: Tool; label: string; keys: string; icon: LucideIcon }[] = [
  { tool: 'BRUSH', label: t.editor.brush, keys: 'B', icon: Brush },
  { tool: 'MASK_ERASER', label: t.editor.maskEraser, keys: 'E', icon: Eraser },
  { tool: 'PAN', label: t.editor.pan, keys: 'H', icon: Hand },
]

/** The floating toolbar of the canvas; place it in the same positioned container. */
export function Toolbar(): ReactElement {
  const bar = useRef<HTMLDivElement>(null)
  useRovingFocus(bar)
  useBottomInset(bar)
  return (
    <div
      ref={bar}
      className={styles['bar']}
      role="toolbar"
      aria-label={t.editor.toolbar}
      aria-orientation="horizontal"
    >
      <Tools />
      <BrushSize />
      <MaskButtons />
      <ZoomButtons />
    </div>
  )
}

function Tools(): ReactElement {
  const chosen = useEditor(({ session }) => session.tool)
  return (
    <div className={styles['group']}>
      {tools.map(({ tool, label, keys, icon }) => (
        <ToolButton
          key={tool}
          label={label}
          keys={keys}
          icon={icon}
          isPressed={tool === chosen}
          onClick={() => actions.setTool(tool)}
        />
      ))}
    </div>
  )
}

const isUndoable = ({ document }: EditorState) => document.past.length > 0
const isRedoable = ({ document }: EditorState) => document.future.length > 0
const isMasked = ({ document }: EditorState) => hasMask(paintedStrokes(document.present))
const isOpen = ({ document }: EditorState) => document.present.base !== null

function MaskButtons(): ReactElement {
  const canClear = useEditor(isMasked)
  return (
    <div className={styles['group']}>
      <ToolButton
        label={t.editor.undo}
        keys={t.editor.undoKeys}
        icon={Undo2}
        isDisabled={!useEditor(isUndoable)}
        onClick={actions.undo}
      />
      <ToolButton
        label={t.editor.redo}
        keys={t.editor.redoKeys}
        icon={Redo2}
        isDisabled={!useEditor(isRedoable)}
        onClick={actions.redo}
      />
      <span className={styles['rule']} />
      <ToolButton
        label={t.editor.invert}
        icon={SquaresSubtract}
        isDisabled={!useEditor(isOpen)}
        onClick={actions.invertMask}
      />
      <ToolButton
        label={t.editor.clear}
        icon={Trash2}
        isDisabled={!canClear}
        onClick={actions.clearMask}
      />
      <CompareButton icon={SplitSquareHorizontal} />
    </div>
  )
}

const zoomStep = 1.25

function ZoomButtons(): ReactElement {
  const percent = useEditor(({ session }) => Math.round(session.viewport.scale * 100))
  return (
    <div className={`${styles['group']} ${styles['zoom']}`}>
      <ToolButton
        label={t.editor.zoomOut}
        keys="-"
        icon={Minus}
        onClick={() => actions.zoomBy(1 / zoomStep)}
      />
      <ToolButton label={t.editor.zoomActual} keys="1" onClick={() => actions.zoomTo(1)}>
        <span className={styles['percent']}>{t.editor.percent(percent)}</span>
      </ToolButton>
      <ToolButton
        label={t.editor.zoomIn}
        keys="+"
        icon={Plus}
        onClick={() => actions.zoomBy(zoomStep)}
      />
      <ToolButton label={t.editor.fit} keys="0" icon={Maximize} onClick={actions.fit} />
    </div>
  )
}

/** Tells the store what the toolbar covers, so that pictures are fitted above it. */
function useBottomInset(bar: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = bar.current
    if (!element) return undefined
    const measure = () => {
      const { insets } = editorStore.getState().session
      const gap = Number.parseFloat(getComputedStyle(element).bottom) || 0
      const bottom = element.offsetHeight + gap
      if (bottom !== insets.bottom) actions.setInsets({ ...insets, bottom })
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      observer.disconnect()
      actions.setInsets({ ...editorStore.getState().session.insets, bottom: 0 })
    }
  }, [bar])
}
