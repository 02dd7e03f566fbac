import { useEffect, useMemo } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import { useObject } from '../backend/queries.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { type Candidate, editorStore, useEditor } from '../editor/store/editor-store.ts'
import { placeResult } from '../editor/store/place-result.ts'
import { useCanvas } from '../editor/store/use-canvas.ts'
import { candidateLayer } from './candidate-layer.ts'
import type { Shown } from './use-shown-review.ts'

/** While mounted, the chosen result stands in the editor: over the picture, or in place of it. */
export function useCandidateOnCanvas(shown: Shown): void {
  const layer = useLayer(shown)
  const whole = useWhole(shown)
  useEffect(() => {
    const { setCandidate, setComparing } = editorStore.getState().actions
    setCandidate(layer ?? whole)
    return () => {
      setCandidate(undefined)
      setComparing(false)
    }
  }, [layer, whole])
}

function useLayer({ generation, output, isAlone }: Shown): Candidate | undefined {
  const base = useEditor((state) => state.document.present.base)
  return useMemo(
    () => (base ? candidateLayer({ generation, output, isAlone }, base) : undefined),
    [base, generation, output, isAlone],
  )
}

function useWhole(shown: Shown): Candidate | undefined {
  const bitmap = useWholeBitmap(shown.output)
  const place = usePlace(shown)
  return useMemo(
    () => (bitmap && place ? { kind: 'WHOLE', bitmap, place } : undefined),
    [bitmap, place],
  )
}

/** The small rendition at once, the full resolution as soon as it is here; of an edit neither. */
function useWholeBitmap({ patchKey, key, previewKey }: GenerationOutput): ImageBitmap | undefined {
  const isWhole = patchKey === undefined
  const full = useBitmap(useObject(isWhole ? key : undefined).data)
  const preview = useBitmap(useObject(isWhole ? previewKey : undefined).data)
  return full.bitmap ?? preview.bitmap
}

/** Where the result lies over the picture: it may be larger, or of another shape. */
function usePlace({ generation, output }: Shown): Rect | undefined {
  const canvas = useCanvas()
  const { width, height } = output
  const { frame } = generation
  return useMemo(
    () => (canvas && width && height ? placeResult(canvas, { width, height }, frame) : undefined),
    [canvas, width, height, frame],
  )
}
