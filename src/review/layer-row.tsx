import type { DragEvent } from 'react'
import type { LayerId } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { LayerFailure } from './layer-failure.tsx'
import { LayerLine, type LayerLineProps } from './layer-line.tsx'
import { LayerOpacity } from './layer-opacity.tsx'
import styles from './layers.module.css'
import { dragType } from './move-layer.ts'

type Props = LayerLineProps & {
  readonly onChangeWords: () => void
}

/** One layer: what it is, what went wrong with it, and while selected its results. */
export function LayerRow(props: Props) {
  const { layer, place, isSelected, isPatch, jobs, onChangeWords } = props
  return (
    <li className={styles['row']} data-selected={isSelected} {...dropping(place)}>
      <LayerLine {...props} />
      {jobs?.failure ? (
        <LayerFailure
          layer={layer}
          failure={jobs.failure}
          onChangeWords={() => {
            editorStore.getState().actions.select(layer.id)
            onChangeWords()
          }}
        />
      ) : null}
      {isSelected && isPatch ? <LayerOpacity layer={layer} /> : null}
    </li>
  )
}

/** Takes a layer that is dropped here. */
function dropping(place: number) {
  return {
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(dragType)) event.preventDefault()
    },
    onDrop(event: DragEvent) {
      const id = event.dataTransfer.getData(dragType)
      const { document, actions } = editorStore.getState()
      if (!document.present.layers.some((each) => each.id === id)) return
      event.preventDefault()
      actions.run({ kind: 'MOVE_LAYER', layerId: id as LayerId, to: place })
    },
  }
}
