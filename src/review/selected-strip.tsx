import { LayerStrip } from './layer-strip.tsx'
import styles from './layers.module.css'
import { missingCount } from './results.ts'
import { useLayerJobs } from './use-layer-jobs.ts'
import { useStrip } from './use-strip.ts'

/** The results of the selected layer, always in sight: they stay in place while the list is scrolled. */
export function SelectedStrip() {
  const strip = useStrip()
  const jobs = useLayerJobs()
  if (!strip?.result) return null
  return (
    <div className={styles['alone']}>
      <LayerStrip strip={strip} missing={missingCount(jobs.get(strip.layer.id)?.states ?? [])} />
    </div>
  )
}
