import { useEffect, useState } from 'react'
import { decodePicture } from './decode-picture.ts'

/**
 * Decodes an image, upright.
 * @returns the bitmap, closed when it is replaced or the component leaves; or that decoding failed
 */
export function useBitmap(blob: Blob | undefined): {
  bitmap: ImageBitmap | undefined
  hasFailed: boolean
} {
  const [state, setState] = useState<{ blob?: Blob; bitmap?: ImageBitmap; hasFailed: boolean }>({
    hasFailed: false,
  })
  useEffect(() => {
    if (!blob) return undefined
    let made: ImageBitmap | undefined
    let isGone = false
    decodePicture(blob).then(
      (bitmap) => {
        if (isGone) return bitmap.close()
        made = bitmap
        setState({ blob, bitmap, hasFailed: false })
      },
      () => setState({ blob, hasFailed: true }),
    )
    return () => {
      isGone = true
      setState({ hasFailed: false })
      // After React has let go of it: a canvas may still draw it in this frame.
      setTimeout(() => made?.close(), 1000)
    }
  }, [blob])
  const isCurrent = blob !== undefined && state.blob === blob
  return { bitmap: isCurrent ? state.bitmap : undefined, hasFailed: isCurrent && state.hasFailed }
}
