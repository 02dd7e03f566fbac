import { useLayoutEffect, useRef } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { imagePoint, toScreen } from '#domain/frame/space.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { layerTitle } from '../editor/store/job-title.ts'
import { pathOf } from '../editor/store/layer-path.ts'
import { ProgressRing } from '../ui/skeleton.tsx'
import type { LayerJobs } from './job-state.ts'
import styles from './layers.module.css'
import { useJobText } from './use-job-text.ts'
import { useLayerJobs } from './use-layer-jobs.ts'

/** On the canvas, within each region that something is made for: that it is, and how far. */
export function RegionMarks() {
  const layers = useEditor((state) => state.document.present.layers)
  const jobs = useLayerJobs()
  const pending = layers.filter(
    (layer) => layer.isVisible && (jobs.get(layer.id)?.pending.length ?? 0) > 0,
  )
  return (
    <div className={styles['marks']} aria-hidden="true">
      {pending.map((layer) => (
        <RegionMark key={layer.id} layer={layer} jobs={jobs.get(layer.id)} />
      ))}
    </div>
  )
}

function RegionMark(props: {
  readonly layer: DocumentLayer
  readonly jobs: LayerJobs | undefined
}) {
  const { layer, jobs } = props
  const bounds = useEditor((state) => pathOf(state.document.present, layer)?.bounds)
  const mark = useRef<HTMLDivElement>(null)
  const text = useJobText(jobs)
  useLayoutEffect(() => {
    const element = mark.current
    if (!element || !bounds) return undefined
    // The view moves with every frame of a gesture: React has no part in that.
    place(element, bounds)
    return editorStore.subscribe((state, before) => {
      if (state.session.viewport !== before.session.viewport) place(element, bounds)
    })
  }, [bounds])
  if (!bounds) return null
  return (
    <div ref={mark} className={styles['mark']}>
      <ProgressRing label={layerTitle(layer)} sizePx={16} />
      <span>{text}</span>
    </div>
  )
}

function place(element: HTMLElement, { x, y, width, height }: Rect): void {
  const { viewport } = editorStore.getState().session
  const at = toScreen(imagePoint(x + width / 2, y + height / 2), viewport)
  element.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`
}
