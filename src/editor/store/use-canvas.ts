import { useMemo } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { canvasRect } from '../document/document.ts'
import { useEditor } from './editor-store.ts'

/** What is seen of the plane, in pixels of the picture; `undefined` while none is open. */
export function useCanvas(): Rect | undefined {
  const base = useEditor(({ document }) => document.present.base)
  const canvas = useEditor(({ document }) => document.present.canvas)
  return useMemo(() => canvasRect({ base, canvas }), [base, canvas])
}
