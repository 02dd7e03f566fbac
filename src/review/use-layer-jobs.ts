import { useMemo } from 'react'
import type { GenerationId } from '#domain/ids.ts'
import { useQueuedRequests } from '../backend/generations.ts'
import { useJobs } from '../backend/queries.ts'
import type { LayerId } from '../editor/document/layer.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { type LayerJobs, layerJobs, type Sightings } from './job-state.ts'

/** What is known of the jobs of the document that is open. */
export function useSightings(): Sightings {
  const layers = useEditor((state) => state.document.present.layers)
  const requests = useQueuedRequests()
  const joined = [...new Set(layers.flatMap(({ jobs }) => jobs))].join(' ')
  const ids = useMemo(() => (joined === '' ? [] : (joined.split(' ') as GenerationId[])), [joined])
  const queued = useMemo(() => new Map(requests.map((entry) => [entry.id, entry])), [requests])
  const records = useJobs(ids, (id) => queued.has(id))
  return useMemo(() => ({ queued, records }), [queued, records])
}

/** What became of the jobs of each layer of the document that is open. */
export function useLayerJobs(): ReadonlyMap<LayerId, LayerJobs> {
  const layers = useEditor((state) => state.document.present.layers)
  const sightings = useSightings()
  return useMemo(
    () => new Map(layers.map((layer) => [layer.id, layerJobs(layer, sightings)])),
    [layers, sightings],
  )
}
