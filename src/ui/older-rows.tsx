import { useEffect, useRef } from 'react'
import { Button } from './button.tsx'

/** Loads the next page by button, and by itself when scrolled to. */
export function OlderRows(props: {
  readonly text: string
  readonly isLoading: boolean
  readonly className?: string | undefined
  readonly onShow: () => void
}) {
  const { text, isLoading, className, onShow } = props
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const button = ref.current
    if (isLoading || !button) return undefined
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) button.click()
    })
    observer.observe(button)
    return () => observer.disconnect()
  }, [isLoading])
  return (
    <div className={className}>
      <Button ref={ref} size="small" look="quiet" disabled={isLoading} onClick={onShow}>
        {text}
      </Button>
    </div>
  )
}
