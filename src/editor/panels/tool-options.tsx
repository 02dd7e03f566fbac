import type { LucideIcon } from 'lucide-react'
import Link2 from 'lucide-react/icons/link-2'
import SquaresIntersect from 'lucide-react/icons/squares-intersect'
import SquaresSubtract from 'lucide-react/icons/squares-subtract'
import SquaresUnite from 'lucide-react/icons/squares-unite'
import type { ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { type Mode, modes } from '../document/region-steps.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { isSelectionTool } from '../store/session-actions.ts'
import { BrushOptions } from './brush-options.tsx'
import { BrushSize } from './brush-size.tsx'
import { ToolButton } from './tool-button.tsx'
import styles from './toolbar.module.css'

const { actions } = editorStore.getState()

/** What can be set for the tool that is chosen. */
export function ToolOptions(): ReactElement | null {
  const tool = useEditor(({ session }) => session.tool)
  if (tool === 'PAN') return null
  if (!isSelectionTool(tool)) {
    return (
      <>
        <BrushSize />
        <BrushOptions />
      </>
    )
  }
  return (
    <>
      <Modes />
      {tool === 'WAND' ? <WandOptions /> : null}
    </>
  )
}

const icons: Readonly<Record<Mode, LucideIcon>> = {
  ADD: SquaresUnite,
  SUBTRACT: SquaresSubtract,
  INTERSECT: SquaresIntersect,
}

function Modes(): ReactElement {
  const chosen = useEditor(({ session }) => session.mode)
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset does not lay out its children
    <div className={styles['group']} role="group" aria-label={t.editor.mode}>
      {modes.map((mode) => (
        <ToolButton
          key={mode}
          label={t.editor.modes[mode]}
          icon={icons[mode]}
          isPressed={mode === chosen}
          onClick={() => actions.setMode(mode)}
        />
      ))}
    </div>
  )
}

function WandOptions(): ReactElement {
  const { tolerance, isContiguous } = useEditor(({ session }) => session.wand)
  return (
    <>
      <label className={styles['size']}>
        <input
          type="range"
          min={0}
          max={128}
          value={tolerance}
          aria-label={t.editor.tolerance}
          aria-valuetext={t.editor.toleranceValue(tolerance)}
          style={{ '--filled': `${(100 * tolerance) / 128}%` } as React.CSSProperties}
          onChange={(event) => actions.setWand({ tolerance: event.target.valueAsNumber })}
        />
        <output className={styles['diameter']} aria-hidden="true">
          {tolerance}
        </output>
      </label>
      <ToolButton
        label={t.editor.contiguous}
        icon={Link2}
        isPressed={isContiguous}
        onClick={() => actions.setWand({ isContiguous: !isContiguous })}
      />
    </>
  )
}
