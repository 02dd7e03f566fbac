import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Divides into grids of two, three, four and six columns. */
const rowsPerBlock = 48
/** Rows this far out of sight are drawn already, so that scrolling shows no gaps. */
const aheadPx = 1200

/**
 * A list of any length, of which only the rows near what is in sight are drawn; the others are
 * blocks of empty space as high as their rows were, or are guessed to be.
 */
export function LongList<T>(props: {
  readonly items: readonly T[]
  /** The height of a row that was never drawn, in CSS pixels. */
  readonly rowGuessPx: number
  readonly className?: string | undefined
  /** Draws one row, a keyed `<li>`. */
  readonly children: (item: T) => ReactNode
}) {
  const { items, rowGuessPx, className, children } = props
  const starts = Array.from(
    { length: Math.ceil(items.length / rowsPerBlock) },
    (_, block) => block * rowsPerBlock,
  )
  return starts.map((start) => {
    const count = Math.min(rowsPerBlock, items.length - start)
    return (
      <Block key={start} isFirst={start === 0} guessPx={count * rowGuessPx} className={className}>
        {() => items.slice(start, start + rowsPerBlock).map(children)}
      </Block>
    )
  })
}

function Block(props: {
  readonly isFirst: boolean
  readonly guessPx: number
  readonly className: string | undefined
  readonly children: () => ReactNode
}) {
  const ref = useRef<HTMLOListElement>(null)
  const [emptyPx, setEmptyPx] = useState(props.isFirst ? undefined : props.guessPx)
  useEffect(() => {
    const block = ref.current
    if (!block) return undefined
    const options = { root: scrollerOf(block), rootMargin: `${aheadPx}px 0px` }
    const observer = new IntersectionObserver((entries) => {
      const entry = entries.at(-1)
      if (!entry) return
      // What has the focus, or an open menu, is not taken away.
      const isHeld = block.contains(document.activeElement)
      const isNear = entry.isIntersecting || isHeld
      setEmptyPx(isNear ? undefined : entry.boundingClientRect.height)
    }, options)
    observer.observe(block)
    return () => observer.disconnect()
  }, [])
  const isEmpty = emptyPx !== undefined
  return (
    <ol
      ref={ref}
      className={props.className}
      aria-hidden={isEmpty || undefined}
      style={isEmpty ? { height: emptyPx } : undefined}
    >
      {isEmpty ? null : props.children()}
    </ol>
  )
}

/** The nearest element around that scrolls; `null` stands for the window. */
function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let next = element.parentElement; next; next = next.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(next).overflowY)) return next
  }
  return null
}
