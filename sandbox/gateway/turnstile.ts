/** Lets work through, or holds it back while what stands behind is exchanged. */
export interface Turnstile {
  readonly isShut: boolean
  /**
   * Runs `work`, once it is open.
   * @param work.leave says that the rest of the work need not be waited for
   */
  pass(work: (leave: () => void) => Promise<void>): Promise<void>
  /**
   * Shuts at the first moment with no work inside, or after `limitMs`: until then work still comes
   * in, because what is inside may be waiting for it.
   * @returns whether nothing was inside
   */
  shut(limitMs: number): Promise<boolean>
  open(): void
}

/** An open turnstile. Who opens its doors bounds how many may wait. */
export function createTurnstile(): Turnstile {
  let inside = 0
  let opened: Promise<void> | undefined
  let open = () => {}
  let onEmpty = () => {}
  const shutNow = () => {
    onEmpty = () => {}
    opened ??= new Promise((resolve) => {
      open = resolve
    })
  }
  return {
    get isShut() {
      return opened !== undefined
    },
    async pass(work) {
      for (let shut = opened; shut; shut = opened) await shut
      inside += 1
      let isInside = true
      const leave = () => {
        if (!isInside) return
        isInside = false
        inside -= 1
        if (inside === 0) onEmpty()
      }
      try {
        await work(leave)
      } finally {
        leave()
      }
    },
    async shut(limitMs) {
      if (inside > 0) {
        await new Promise<void>((resolve) => {
          // Shut in the same turn: nothing slips in between.
          const finish = () => {
            clearTimeout(timer)
            shutNow()
            resolve()
          }
          const timer = setTimeout(finish, limitMs)
          onEmpty = finish
        })
      }
      shutNow()
      return inside === 0
    },
    open() {
      opened = undefined
      open()
    },
  }
}
