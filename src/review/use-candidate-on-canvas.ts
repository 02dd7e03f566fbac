import { useEffect, useMemo } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import { useObject } from '../backend/queries.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { placeResult } from '../editor/store/place-result.ts'
import type { Shown } from './use-shown-review.ts'

/** While mounted, the chosen result stands in the editor in place of the picture. */
export function useCandidateOnCanvas(shown: Shown): void {
  const bitmap = useCandidateBitmap(shown.output)
  const place = usePlace(shown)
  useEffect(() => {
    const { setCandidate, setComparing } = editorStore.getState().actions
    setCandidate(bitmap && place && { bitmap, place })
    return () => {
      setCandidate(undefined)
      setComparing(false)
    }
  }, [bitmap, place])
}

/** The small rendition at once, the full resolution as soon as it is here. */
function useCandidateBitmap(output: GenerationOutput): ImageBitmap | undefined {
  const full = useBitmap(useObject(output.key).data)
  const preview = useBitmap(useObject(output.previewKey).data)
  return full.bitmap ?? preview.bitmap
}

/** Where the result lies over the picture: it may be larger, or of another shape. */
function usePlace({ generation, output }: Shown): Rect | undefined {
  const base = useEditor((state) => state.document.present.base)
  const { width: widthPx, height: heightPx } = output
  const { frame } = generation
  return useMemo(
    () =>
      base && widthPx && heightPx ? placeResult(base, { widthPx, heightPx }, frame) : undefined,
    [base, widthPx, heightPx, frame],
  )
}
