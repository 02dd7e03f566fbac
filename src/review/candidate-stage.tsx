import { useObjectUrl } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './candidates.module.css'
import type { Shown } from './use-shown-review.ts'

/** A new picture's results, where there is no canvas to show them on. */
export function CandidateStage({ shown }: { shown: Shown }) {
  const { key, previewKey, patchKey, width, height } = shown.output
  // An edit is only a part; it has no picture to lie over here.
  const { url } = useObjectUrl(patchKey ? previewKey : key)
  const label = t.candidates.choose(shown.index + 1, shown.results.length)
  return (
    <div className={styles['stage']}>
      {url ? (
        <img
          src={url}
          alt={`${label}: ${shown.generation.prompt ?? ''}`}
          {...sized(width, height)}
        />
      ) : (
        <Skeleton height="min(60vh, 60vw)" width="min(60vh, 60vw)" />
      )}
    </div>
  )
}

function sized(width: number | undefined, height: number | undefined) {
  return width && height ? { width, height } : {}
}
