import { useEffect, useMemo } from 'react'
import { useObject } from '../backend/queries.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { placeResult } from '../editor/store/place-result.ts'
import { useCanvas } from '../editor/store/use-canvas.ts'
import type { Result } from './results.ts'
import { useStrip } from './use-strip.ts'

/**
 * While mounted, a whole picture that a person looks at stands in the editor in place of the one that
 * is open. One that arrives does not, until it is looked at.
 */
export function useCandidateOnCanvas(): void {
  const strip = useStrip()
  const isLooked = useEditor((state) => state.session.look !== undefined)
  const result = isLooked && strip?.result && !strip.result.patch ? strip.result : undefined
  const bitmap = useWholeBitmap(result)
  const canvas = useCanvas()
  const { width, height } = result?.output ?? {}
  const candidate = useMemo(
    () =>
      bitmap && canvas && width && height
        ? { bitmap, place: placeResult(canvas, { width, height }, result?.generation.frame) }
        : undefined,
    [bitmap, canvas, width, height, result],
  )
  useEffect(() => {
    const { setCandidate } = editorStore.getState().actions
    if (!candidate) return undefined
    setCandidate(candidate)
    return () => setCandidate(undefined)
  }, [candidate])
}

/** The small rendition at once, the full resolution as soon as it is here. */
function useWholeBitmap(result: Result | undefined): ImageBitmap | undefined {
  const full = useBitmap(useObject(result?.output.key).data)
  const preview = useBitmap(useObject(result?.output.previewKey).data)
  return result && (full.bitmap ?? preview.bitmap)
}
