import { useMemo } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import { useEditor } from './editor-store.ts'

/** What is seen of the plane, in pixels of the picture; `undefined` while none is open. */
export function useCanvas(): Rect | undefined {
  // Layers change more often than the canvas does: the same one stays the same object.
  const sides = useEditor(({ document }) => {
    const canvas = canvasRect(document.present)
    return canvas && `${canvas.x} ${canvas.y} ${canvas.width} ${canvas.height}`
  })
  return useMemo(() => {
    if (!sides) return undefined
    const [x = 0, y = 0, width = 0, height = 0] = sides.split(' ').map(Number)
    return { x, y, width, height }
  }, [sides])
}
