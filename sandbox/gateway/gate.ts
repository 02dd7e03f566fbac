/** Lets requests through, or holds them while the services behind it are exchanged. */
export interface Gate {
  readonly isClosed: boolean
  /**
   * Runs `work` as soon as the gate is open.
   * @param work.leave says that nobody need wait for the rest of the work
   */
  pass(work: (leave: () => void) => Promise<void>): Promise<void>
  /**
   * Closes at the first moment with no work inside, or after `limitMs`. Until then it lets work in,
   * because the work inside may be waiting for it.
   * @returns whether nothing was inside
   */
  drain(limitMs: number): Promise<boolean>
  open(): void
}

/** A gate that is open. The server's limit on connections bounds how many requests may wait. */
export function createGate(): Gate {
  let inside = 0
  let opened: Promise<void> | undefined
  let open = () => {}
  let onEmpty = () => {}
  const closeNow = () => {
    onEmpty = () => {}
    opened ??= new Promise((resolve) => {
      open = resolve
    })
  }
  return {
    get isClosed() {
      return opened !== undefined
    },
    async pass(work) {
      for (let closed = opened; closed; closed = opened) await closed
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
    async drain(limitMs) {
      if (inside > 0) {
        await new Promise<void>((resolve) => {
          // Closed in the same tick: no request comes in between.
          const finish = () => {
            clearTimeout(timer)
            closeNow()
            resolve()
          }
          const timer = setTimeout(finish, limitMs)
          onEmpty = finish
        })
      }
      closeNow()
      return inside === 0
    },
    open() {
      opened = undefined
      open()
    },
  }
}
