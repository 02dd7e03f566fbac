import type { LucideIcon } from 'lucide-react'
import Brush from 'lucide-react/icons/brush'
import ChevronUp from 'lucide-react/icons/chevron-up'
import CircleDashed from 'lucide-react/icons/circle-dashed'
import Eraser from 'lucide-react/icons/eraser'
import Hand from 'lucide-react/icons/hand'
import Lasso from 'lucide-react/icons/lasso'
import Pentagon from 'lucide-react/icons/pentagon'
import SquareDashed from 'lucide-react/icons/square-dashed'
import SquareDashedMousePointer from 'lucide-react/icons/square-dashed-mouse-pointer'
import WandSparkles from 'lucide-react/icons/wand-sparkles'
import type { ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { MenuItem } from '../../ui/menu.tsx'
import { Popover } from '../../ui/popover.tsx'
import { type SelectionTool, selectionTools, type Tool } from '../store/editor-state.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { ToolButton } from './tool-button.tsx'
import styles from './toolbar.module.css'

const { actions } = editorStore.getState()

type Shown = { readonly label: string; readonly keys: string; readonly icon: LucideIcon }

const selections: Readonly<Record<SelectionTool, Shown>> = {
  OBJECT: { label: t.editor.tools.OBJECT, keys: 'O', icon: SquareDashedMousePointer },
  WAND: { label: t.editor.tools.WAND, keys: 'W', icon: WandSparkles },
  RECTANGLE: { label: t.editor.tools.RECTANGLE, keys: 'M', icon: SquareDashed },
  ELLIPSE: { label: t.editor.tools.ELLIPSE, keys: 'I', icon: CircleDashed },
  LASSO: { label: t.editor.tools.LASSO, keys: 'L', icon: Lasso },
  POLYGON: { label: t.editor.tools.POLYGON, keys: 'P', icon: Pentagon },
}

/** The tools; those that select share one button, and a menu beside it. */
export function Tools(): ReactElement {
  const selection = useEditor(({ session }) => session.selectionTool)
  return (
    <div className={styles['group']}>
      <Choice tool="BRUSH" label={t.editor.brush} keys="B" icon={Brush} />
      <Choice tool="MASK_ERASER" label={t.editor.maskEraser} keys="E" icon={Eraser} />
      <Choice tool={selection} {...selections[selection]} />
      <MoreSelections />
      <Choice tool="PAN" label={t.editor.pan} keys="H" icon={Hand} />
    </div>
  )
}

function Choice({ tool, ...shown }: { readonly tool: Tool } & Shown): ReactElement {
  const chosen = useEditor(({ session }) => session.tool)
  return <ToolButton {...shown} isPressed={tool === chosen} onClick={() => actions.setTool(tool)} />
}

function MoreSelections(): ReactElement {
  const chosen = useEditor(({ session }) => session.tool)
  return (
    <Popover
      label={t.editor.moreTools}
      renderTrigger={(opens) => (
        <ToolButton label={t.editor.moreTools} icon={ChevronUp} isNarrow {...opens} />
      )}
    >
      {selectionTools.map((tool) => {
        const { label, keys, icon: Icon } = selections[tool]
        return (
          <MenuItem
            key={tool}
            icon={<Icon size={17} aria-hidden="true" />}
            keys={keys}
            isChosen={tool === chosen}
            onClick={() => actions.setTool(tool)}
          >
            {label}
          </MenuItem>
        )
      })}
    </Popover>
  )
}
