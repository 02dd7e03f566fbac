import { useObjectUrl } from '../backend/queries.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { svgPathOf } from '../editor/layers/region-path.ts'
import { useEditor } from '../editor/store/editor-store.ts'
import { pathOf } from '../editor/store/layer-path.ts'
import { useCanvas } from '../editor/store/use-canvas.ts'
import styles from './layers.module.css'
import { chosenIndex, type Result } from './results.ts'

/** What a layer shows, small; before it has a result, where its region lies. */
export function LayerThumb(props: {
  readonly layer: DocumentLayer
  readonly results: readonly Result[]
  readonly isPending: boolean
}) {
  const { layer, results, isPending } = props
  const look = useEditor((state) => state.session.look)
  const output = results[chosenIndex(layer, results, look)]?.output
  const { url } = useObjectUrl(output?.thumbnailKey ?? output?.previewKey)
  return (
    <span className={styles['layerThumb']} data-pending={isPending}>
      {url ? <img src={url} alt="" draggable={false} /> : <RegionGlyph layer={layer} />}
    </span>
  )
}

function RegionGlyph({ layer }: { readonly layer: DocumentLayer }) {
  const canvas = useCanvas()
  const path = useEditor((state) => pathOf(state.document.present, layer))
  if (!canvas || !path) return null
  const line = svgPathOf(path.segments)
  return (
    <svg
      viewBox={`${canvas.x} ${canvas.y} ${canvas.width} ${canvas.height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      <path d={line} fill="none" stroke="currentcolor" strokeWidth={canvas.width / 24} />
    </svg>
  )
}
