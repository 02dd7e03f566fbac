/** What the bench counts inside the page; installed before the editor makes a canvas. */
export type BrushProbe = {
  /** Pointer moves: milliseconds from the event's timestamp to the start of the next frame. */
  readonly pointerToFrameMs: number[]
  readonly frameMs: number[]
  readonly longTasksMs: number[]
  /** Forgets the above. */
  reset(): void
  /** Bytes (width × height × 4) of every canvas that is alive. */
  canvasBytes(): number
  /** Milliseconds from the next Ctrl+Z until the mask at this CSS pixel is gone. */
  undoMs(x: number, y: number): Promise<number>
}

declare global {
  interface Window {
    probe: BrushProbe
  }
}

/** Starts counting, as `window.probe`. */
export function installProbe(): void {
  const pointerToFrameMs: number[] = []
  const frameMs: number[] = []
  const longTasksMs: number[] = []
  const canvases = new Set<WeakRef<HTMLCanvasElement | OffscreenCanvas>>()

  const createElement = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = createElement(name, options)
    if (element instanceof HTMLCanvasElement) canvases.add(new WeakRef(element))
    return element
  }
  window.OffscreenCanvas = class extends OffscreenCanvas {
    constructor(width: number, height: number) {
      super(width, height)
      canvases.add(new WeakRef(this))
    }
  }
  window.addEventListener(
    'pointermove',
    ({ timeStamp, buttons }) => {
      if (buttons === 0) return
      requestAnimationFrame(() => pointerToFrameMs.push(performance.now() - timeStamp))
    },
    { capture: true },
  )
  let lastFrame: number | undefined
  const handleFrame = (time: number) => {
    if (lastFrame !== undefined) frameMs.push(time - lastFrame)
    lastFrame = time
    requestAnimationFrame(handleFrame)
  }
  requestAnimationFrame(handleFrame)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasksMs.push(entry.duration)
  }).observe({ entryTypes: ['longtask'] })

  window.probe = {
    pointerToFrameMs,
    frameMs,
    longTasksMs,
    reset() {
      for (const list of [pointerToFrameMs, frameMs, longTasksMs]) list.length = 0
    },
    canvasBytes() {
      let bytes = 0
      for (const reference of canvases) {
        const canvas = reference.deref()
        if (canvas) bytes += canvas.width * canvas.height * 4
        else canvases.delete(reference)
      }
      return bytes
    },
    undoMs: (x, y) =>
      new Promise((resolve) => {
        const mask = document.querySelectorAll<HTMLCanvasElement>('.konvajs-content canvas')[1]
        const isMasked = () => (mask?.getContext('2d')?.getImageData(x, y, 1, 1).data[3] ?? 0) > 0
        window.addEventListener(
          'keydown',
          ({ key, timeStamp }) => {
            if (key !== 'z') return
            const look = () => {
              if (isMasked()) requestAnimationFrame(look)
              else resolve(performance.now() - timeStamp)
            }
            requestAnimationFrame(look)
          },
          { capture: true, once: false },
        )
      }),
  }
}
