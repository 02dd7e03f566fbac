import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react'
import { type Frame } from '#domain/operation/outpaint.ts'
import { t } from '../../i18n/language.ts'
import {
  dragFrame,
  framedRect,
  framePx,
  type Grip,
  maxFramePx,
  type Side,
  withSide,
} from '../document/frame.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { useCanvas } from '../store/use-canvas.ts'
import styles from './frame-handles.module.css'

const { actions } = editorStore.getState()

const sides: readonly Side[] = ['left', 'right', 'up', 'down']
const corners: readonly Grip[] = [
  ['left', 'up'],
  ['right', 'up'],
  ['left', 'down'],
  ['right', 'down'],
]
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
}
/** Pixels of the picture for one press of an arrow key; with shift, one pixel. */
const stepPx = 16

/**
 * While the picture is to be extended: the frame that it grows into, drawn over the canvas: a handle on each side, worked by
 * pointer or keys, and one on each corner for the pointer. Alt moves the opposite side as well.
 */
export function FrameHandles(): ReactElement | null {
  const canvas = useCanvas()
  const kept = useEditor(({ document }) => document.present.frame)
  const dragged = useEditor(({ session }) => session.draggedFrame)
  const { scale, offset } = useEditor(({ session }) => session.viewport)
  const isFraming = useEditor(
    ({ session, document }) => document.present.selected === null && session.aim === 'OUTPAINT',
  )
  if (!canvas || !isFraming) return null
  const frame = dragged ?? kept
  const outer = framedRect(frame, canvas)
  const box = {
    left: offset.x + outer.x * scale,
    top: offset.y + outer.y * scale,
    width: outer.width * scale,
    height: outer.height * scale,
  }
  return (
    <div className={styles['frame']} style={box}>
      <div className={styles['grown']} style={{ clipPath: around(frame, scale, box) }} />
      {corners.map((grip) => (
        <Handle key={grip.join('-')} grip={grip} frame={frame} />
      ))}
      {sides.map((side) => (
        <Handle key={side} grip={[side]} frame={frame} />
      ))}
    </div>
  )
}

function Handle({ grip, frame }: { readonly grip: Grip; readonly frame: Frame }): ReactElement {
  const drag = useDrag(grip)
  const [side] = grip
  const names = [styles['handle'], ...grip.map((each) => styles[each])].join(' ')
  if (grip.length > 1 || !side) return <div className={names} {...drag} aria-hidden="true" />
  const px = framePx(frame, side)
  const handleKey = (event: KeyboardEvent) => {
    const steps = keySteps[event.key]
    const next = { Home: 0, End: maxFramePx }[event.key]
    if (steps === undefined && next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const step = event.shiftKey ? 1 : stepPx
    actions.setFrame(withSide(frame, side, next ?? px + (steps ?? 0) * step))
  }
  return (
    <div
      className={names}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is dragged over the picture
      role="slider"
      tabIndex={0}
      aria-label={t.editor.extend[side]}
      aria-orientation={side === 'left' || side === 'right' ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={maxFramePx}
      aria-valuenow={px}
      aria-valuetext={t.editor.framePx(px)}
      onKeyDown={handleKey}
      {...drag}
    >
      {px > 0 ? <span className={styles['length']}>{t.editor.framePx(px)}</span> : null}
    </div>
  )
}

/** Drags by pointer: shown while it moves, kept as one step when it is let go. */
function useDrag(grip: Grip) {
  const start = useRef<{ x: number; y: number; frame: Frame }>(undefined)
  const handleDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button > 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = {
      x: event.clientX,
      y: event.clientY,
      frame: editorStore.getState().document.present.frame,
    }
  }
  const handleMove = (event: PointerEvent) => {
    if (!start.current) return
    const { scale } = editorStore.getState().session.viewport
    const dx = (event.clientX - start.current.x) / scale
    const dy = (event.clientY - start.current.y) / scale
    actions.dragFrame(dragFrame(start.current.frame, grip, { dx, dy, isMirrored: event.altKey }))
  }
  const handleUp = () => {
    const { draggedFrame } = editorStore.getState().session
    if (start.current && draggedFrame) actions.setFrame(draggedFrame)
    start.current = undefined
  }
  const handleCancel = () => {
    start.current = undefined
    actions.dragFrame(undefined)
  }
  return {
    onPointerDown: handleDown,
    onPointerMove: handleMove,
    onPointerUp: handleUp,
    onPointerCancel: handleCancel,
  }
}

/** The frame without the picture in it, as a shape with a hole. CSS pixels. */
function around(frame: Frame, scale: number, box: { width: number; height: number }): string {
  const { leftPx, rightPx, upPx, downPx } = frame
  const [left, up] = [leftPx * scale, upPx * scale]
  const [right, down] = [box.width - rightPx * scale, box.height - downPx * scale]
  const outer = `0 0, 100% 0, 100% 100%, 0 100%, 0 0`
  const hole = `${left}px ${up}px, ${left}px ${down}px, ${right}px ${down}px, ${right}px ${up}px, ${left}px ${up}px`
  return `polygon(evenodd, ${outer}, ${hole})`
}
