import { useMemo } from 'react'
import { selectedLayer } from '../editor/document/document.ts'
import { type DocumentLayer, isPatching, layerIdSchema } from '../editor/document/layer.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { isOpenable, openWhole } from './open-result.ts'
import { choices, chosenIndex, nameOf, type Result } from './results.ts'
import { useLayerJobs } from './use-layer-jobs.ts'

/** The results of the selected layer, and the one that is looked at. */
export type Strip = {
  readonly layer: DocumentLayer
  readonly results: readonly Result[]
  readonly index: number
  readonly result: Result | undefined
}

/** The strip of the selected layer; nothing while none is selected. */
export function useStrip(): Strip | undefined {
  const layer = useEditor((state) => selectedLayer(state.document.present))
  const look = useEditor((state) => state.session.look)
  const jobs = useLayerJobs()
  return useMemo(() => {
    if (!layer) return undefined
    const results = choices(layer, jobs.get(layer.id)?.states ?? [])
    const index = chosenIndex(layer, results, look)
    return { layer, results, index, result: results[index] }
  }, [layer, look, jobs])
}

/** Looks at the result at `index`; it wraps around. */
export function showResult({ results }: Strip, index: number): void {
  const result = results.at((index + results.length) % (results.length || 1))
  editorStore.getState().actions.look(result && nameOf(result))
}

/** Keeps the result that is looked at: an edit in its layer, a picture of its own by opening it. */
export function keepResult({ layer, result }: Strip): void {
  if (!result) return
  const { run, select } = editorStore.getState().actions
  if (!result.patch) {
    if (isOpenable(result)) openWhole(result)
    return
  }
  run({ kind: 'KEEP', layerId: layer.id, patch: result.patch })
  select(null)
}

/** Another layer that shows this result, over the one that it was made for. */
export function keepAsLayer({ layer, result }: Strip): void {
  if (!result?.patch) return
  const newId = layerIdSchema.parse(crypto.randomUUID())
  editorStore
    .getState()
    .actions.run({ kind: 'KEEP_AS_LAYER', layerId: layer.id, newId, patch: result.patch })
}

/** Takes a result out of the strip, which can be undone. */
export function discardResult({ layer, result }: Strip): void {
  if (!result) return
  const { run, look } = editorStore.getState().actions
  look(undefined)
  run({ kind: 'DISCARD_RESULT', layerId: layer.id, result: nameOf(result) })
}

/** Selects a layer; of pictures of its own, the first is looked at. */
export function selectLayer(layer: DocumentLayer, results: readonly Result[]): void {
  const { select, look } = editorStore.getState().actions
  select(layer.id)
  const [first] = results
  if (first && !isPatching(layer)) look(nameOf(first))
}
