import { sameRect } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { canvasRect, type EditorDocument } from '../document/document.ts'
import type { DocumentLayer } from '../document/layer.ts'
import { type RegionPath, rectPath, regionPath } from '../layers/region-path.ts'

type Kept = { readonly canvas: Rect; readonly path: RegionPath }

/** Regions are followed once: neither strokes nor layers are ever changed in place. */
const paths = new WeakMap<object, Kept>()

/** The outline of a layer's region: what is painted, what is extended, else all of the picture. */
export function pathOf(document: EditorDocument, layer: DocumentLayer): RegionPath | undefined {
  const canvas = canvasRect(document)
  if (!canvas) return undefined
  const { strokes, extent } = layer
  const isPainted = strokes.length > 0
  const key = isPainted ? strokes : layer
  const known = paths.get(key)
  if (known && sameRect(known.canvas, canvas)) return known.path
  const path = isPainted ? regionPath(strokes, canvas) : rectPath(extent ?? canvas)
  paths.set(key, { canvas, path })
  return path
}
