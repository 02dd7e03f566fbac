import Maximize from 'lucide-react/icons/maximize'
import Minus from 'lucide-react/icons/minus'
import Plus from 'lucide-react/icons/plus'
import Redo2 from 'lucide-react/icons/redo-2'
import SplitSquareHorizontal from 'lucide-react/icons/split-square-horizontal'
import Undo2 from 'lucide-react/icons/undo-2'
import { type ReactElement, useEffect, useRef } from 'react'
import { t } from '../../i18n/language.ts'
import type { EditorState } from '../store/editor-state.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { CompareButton } from './compare-button.tsx'
import { FinderCard } from './finder-card.tsx'
import { SelectionMenu } from './selection-menu.tsx'
import { StepsMenu } from './steps-menu.tsx'
import { ToolButton } from './tool-button.tsx'
import { ToolOptions } from './tool-options.tsx'
import styles from './toolbar.module.css'
import { Tools } from './tools.tsx'
import { useRovingFocus } from './use-roving-focus.ts'

const { actions } = editorStore.getState()

/** The floating toolbar of the canvas; place it in the same positioned container. */
export function Toolbar(): ReactElement {
  const bar = useRef<HTMLDivElement>(null)
  useRovingFocus(bar)
  useBottomInset(bar)
  return (
    <>
      <FinderCard />
      <div
        ref={bar}
        className={styles['bar']}
        role="toolbar"
        aria-label={t.editor.toolbar}
        aria-orientation="horizontal"
      >
        <Tools />
        <ToolOptions />
        <MaskButtons />
        <ZoomButtons />
      </div>
    </>
  )
}

const isUndoable = ({ document }: EditorState) => document.past.length > 0
const isRedoable = ({ document }: EditorState) => document.future.length > 0

function MaskButtons(): ReactElement {
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
      <StepsMenu />
      <span className={styles['rule']} />
      <SelectionMenu />
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
