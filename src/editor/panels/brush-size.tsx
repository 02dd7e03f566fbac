import type { ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { canvasRect } from '../document/document.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import styles from './toolbar.module.css'

const { setBrushRadius, setSizing } = editorStore.getState().actions

const smallestRadiusPx = 1
/** The slider's steps; equal steps multiply the size equally. */
const steps = 100

/** The slider for the brush's size; while it moves, the canvas shows the size in its middle. */
export function BrushSize(): ReactElement {
  const radiusPx = useEditor(({ session }) => session.brushRadiusPx)
  const maxPx = useEditor(({ document: { present } }) => {
    const canvas = canvasRect(present)
    return canvas ? Math.max(8, Math.max(canvas.width, canvas.height) / 6) : 512
  })
  const range = Math.log(maxPx / smallestRadiusPx)
  const position = Math.round((steps * Math.log(radiusPx / smallestRadiusPx)) / range)
  const value = Math.min(steps, Math.max(0, position))
  const diameterPx = Math.round(2 * radiusPx)
  const stop = () => setSizing(false)
  return (
    <label className={styles['size']}>
      <span className={styles['dot']} aria-hidden="true">
        <span style={{ scale: 0.15 + (0.85 * value) / steps }} />
      </span>
      <input
        type="range"
        min={0}
        max={steps}
        value={value}
        aria-label={t.editor.brushSize}
        aria-valuetext={t.editor.brushSizeValue(diameterPx)}
        aria-keyshortcuts="[ ]"
        style={{ '--filled': `${value}%` } as React.CSSProperties}
        onChange={(event) => {
          const next = smallestRadiusPx * Math.exp((range * event.target.valueAsNumber) / steps)
          setBrushRadius(Math.round(2 * next) / 2)
          setSizing(true)
        }}
        onPointerUp={stop}
        onKeyUp={stop}
        onBlur={stop}
      />
      <output className={styles['diameter']} aria-hidden="true">
        {diameterPx}
      </output>
    </label>
  )
}
