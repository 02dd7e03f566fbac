/** A tap is shorter than this, and moves no farther. */
const maxTapMs = 300
const maxTapPx = 12

export type TapEdges = {
  readonly signal: AbortSignal
  readonly onTwo: () => void
  readonly onThree: () => void
}

type Touch = { readonly x: number; readonly y: number }

/** Hears taps of two or three fingers at once. What moves, or stays longer, is something else. */
export function attachTaps(element: HTMLElement, { signal, onTwo, onThree }: TapEdges): void {
  const down = new Map<number, Touch>()
  let beganMs = 0
  let most = 0
  let isTap = true
  const handleDown = ({ pointerType, pointerId, clientX, clientY, timeStamp }: PointerEvent) => {
    if (pointerType !== 'touch') return
    if (down.size === 0) {
      beganMs = timeStamp
      most = 0
      isTap = true
    }
    down.set(pointerId, { x: clientX, y: clientY })
    most = Math.max(most, down.size)
  }
  const handleMove = ({ pointerId, clientX, clientY }: PointerEvent) => {
    const from = down.get(pointerId)
    if (from && Math.hypot(clientX - from.x, clientY - from.y) > maxTapPx) isTap = false
  }
  const handleUp = ({ pointerId, timeStamp, type }: PointerEvent) => {
    if (!down.delete(pointerId) || down.size > 0) return
    if (type === 'pointercancel' || !isTap || timeStamp - beganMs > maxTapMs) return
    if (most === 2) onTwo()
    if (most === 3) onThree()
  }
  element.addEventListener('pointerdown', handleDown, { signal })
  element.addEventListener('pointermove', handleMove, { signal })
  element.addEventListener('pointerup', handleUp, { signal })
  element.addEventListener('pointercancel', handleUp, { signal })
}
