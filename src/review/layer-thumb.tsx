import { useObjectUrl } from '../backend/queries.ts'
import type { DocumentLayer } from '../editor/document/layer.ts'
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
  const { segments } = path
  let line = ''
  for (let index = 0; index < segments.length; index += 4) {
    const [x0, y0, x1, y1] = segments.subarray(index, index + 4)
    line += `M${x0} ${y0}L${x1} ${y1}`
  }
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
