import type { ReactNode } from 'react'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import { useObjectUrl } from '../backend/queries.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './layers.module.css'

/** One result in the strip. */
export function CandidateThumb(props: {
  readonly output: GenerationOutput
  readonly label: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}): ReactNode {
  const { url } = useObjectUrl(props.output.thumbnailKey ?? props.output.previewKey)
  return (
    <button
      type="button"
      aria-pressed={props.isChosen}
      aria-label={props.label}
      className={styles['thumb']}
      onClick={props.onChoose}
    >
      {url ? <img src={url} alt="" draggable={false} /> : <Skeleton height="100%" />}
    </button>
  )
}
