import type { EditorSession } from '../store/editor-state.ts'

/** How the canvas is divided between a picture as it is and what it is compared with. Pure. */

/** A part of the canvas, what is seen in it, and by how much the picture is moved there, in CSS pixels. */
export type ComparePart = {
  readonly side: 'before' | 'after'
  readonly clip?: { readonly fromPx: number; readonly toPx: number }
  readonly shiftPx: number
}

type Compared = Pick<EditorSession, 'comparing' | 'compareView' | 'compareAt'>

/** Whether something else than the picture as it is is seen. */
export function isCompared({ comparing, compareView }: Compared): boolean {
  return comparing || compareView !== undefined
}

/** The parts of a canvas of this width, the left one first. */
export function compared(session: Compared, widthPx: number): readonly ComparePart[] {
  if (session.comparing) return [{ side: 'before', shiftPx: 0 }]
  if (session.compareView === undefined) return [{ side: 'after', shiftPx: 0 }]
  const isSlider = session.compareView === 'SLIDER'
  const linePx = isSlider ? session.compareAt * widthPx : widthPx / 2
  // Beside each other both show what lies in the middle of the canvas.
  const shiftPx = isSlider ? 0 : widthPx / 4
  return [
    { side: 'before', clip: { fromPx: 0, toPx: linePx }, shiftPx: shiftPx === 0 ? 0 : -shiftPx },
    { side: 'after', clip: { fromPx: linePx, toPx: widthPx }, shiftPx },
  ]
}
