import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal'
import type { ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { Popover } from '../../ui/popover.tsx'
import { Slider } from '../../ui/slider.tsx'
import { editorStore, useEditor } from '../store/editor-store.ts'
import styles from './selection-menu.module.css'
import { ToolButton } from './tool-button.tsx'

const { setBrush, setBrushRadius } = editorStore.getState().actions

/** What else can be set for brush and eraser: their size as a number, how they end, how strong they are. */
export function BrushOptions(): ReactElement {
  return (
    <Popover
      label={t.editor.brushOptions}
      renderTrigger={(opens) => (
        <ToolButton label={t.editor.brushOptions} icon={SlidersHorizontal} {...opens} />
      )}
    >
      <div className={styles['sliders']}>
        <Size />
        <Share name="hardness" />
        <Share name="strength" />
      </div>
    </Popover>
  )
}

function Size(): ReactElement {
  const radiusPx = useEditor(({ session }) => session.brushRadiusPx)
  return (
    <label className={styles['amount']}>
      {t.editor.brushSize}
      <input
        type="number"
        min={1}
        max={1000}
        value={Math.round(2 * radiusPx)}
        onChange={({ target: { valueAsNumber } }) => {
          if (valueAsNumber >= 1) setBrushRadius(valueAsNumber / 2)
        }}
      />
    </label>
  )
}

function Share({ name }: { readonly name: 'hardness' | 'strength' }): ReactElement {
  const share = useEditor(({ session }) => session.brush[name])
  const percent = Math.round(100 * share)
  return (
    <Slider
      label={t.editor[name]}
      min={name === 'hardness' ? 0 : 1}
      max={100}
      value={percent}
      text={t.editor.percent(percent)}
      onChange={(value) => setBrush({ [name]: value / 100 })}
    />
  )
}
