import { useObjectUrl } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { ProgressRing, Skeleton } from '../ui/skeleton.tsx'
import styles from './layers.module.css'
import type { Result } from './results.ts'
import { useStrip } from './use-strip.ts'

/** What is made anew, where there is no canvas to show it on: its result, or that it is under way. */
export function EntryStage() {
  const strip = useStrip()
  return (
    <div className={styles['stage']}>
      {strip?.result ? (
        <Picture
          result={strip.result}
          label={t.candidates.choose(strip.index + 1, strip.results.length)}
        />
      ) : (
        <p className={styles['waiting']}>
          <ProgressRing label={t.layers.making} sizePx={26} />
          {t.layers.making}
        </p>
      )}
    </div>
  )
}

function Picture({ result, label }: { readonly result: Result; readonly label: string }) {
  const { key, previewKey, patchKey, width, height } = result.output
  // An edit is only a part; it has no picture to lie over here.
  const { url } = useObjectUrl(patchKey ? previewKey : key)
  if (!url) return <Skeleton height="min(60vh, 60vw)" width="min(60vh, 60vw)" />
  const size = width && height ? { width, height } : {}
  return <img src={url} alt={`${label}: ${result.generation.prompt ?? ''}`} {...size} />
}
