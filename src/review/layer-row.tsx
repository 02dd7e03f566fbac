import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import Trash2 from 'lucide-react/icons/trash-2'
import X from 'lucide-react/icons/x'
import type { DragEvent, KeyboardEvent } from 'react'
import type { DocumentLayer, LayerId } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { layerTitle } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { cancelJobs } from './cancel-jobs.ts'
import type { LayerJobs } from './job-state.ts'
import { LayerFailure } from './layer-failure.tsx'
import { LayerOpacity } from './layer-opacity.tsx'
import { LayerStrip } from './layer-strip.tsx'
import { LayerThumb } from './layer-thumb.tsx'
import styles from './layers.module.css'
import { choices, missingCount } from './results.ts'
import { selectLayer, type Strip } from './use-strip.ts'
import { useJobText } from './use-job-text.ts'

const dragType = 'application/x-repaint-layer'

type Props = {
  readonly layer: DocumentLayer
  /** Counted from below. */
  readonly place: number
  readonly isSelected: boolean
  /** Whether it lies over the picture; else it becomes a picture of its own. */
  readonly isPatch: boolean
  readonly jobs: LayerJobs | undefined
  readonly strip: Strip | undefined
  readonly onChangeWords: () => void
}

/** One layer: what it is, what is being made for it, and while selected its results. */
export function LayerRow(props: Props) {
  const { layer, place, isSelected, isPatch, jobs, strip, onChangeWords } = props
  const { run, select } = editorStore.getState().actions
  const results = choices(layer, jobs?.states ?? [])
  const title = layerTitle(layer)
  const text = useJobText(jobs)
  const handleSelect = () => (isSelected ? select(null) : selectLayer(layer, results))
  return (
    <li className={styles['row']} data-selected={isSelected} {...dropping(place)}>
      <div className={styles['line']}>
        {isPatch ? (
          <IconButton
            label={layer.isVisible ? t.layers.hide(title) : t.layers.show(title)}
            size="small"
            onClick={() =>
              run({ kind: 'SHOW_LAYER', layerId: layer.id, isVisible: !layer.isVisible })
            }
          >
            {layer.isVisible ? <Eye size={16} /> : <EyeOff size={16} />}
          </IconButton>
        ) : (
          <span className={styles['gap']} />
        )}
        <button
          type="button"
          data-layer
          className={styles['name']}
          aria-pressed={isSelected}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          draggable
          onDragStart={(event) => event.dataTransfer.setData(dragType, layer.id)}
          onClick={handleSelect}
          onKeyDown={(event) => handleKey(event, layer, place)}
        >
          <LayerThumb layer={layer} results={results} isPending={(jobs?.pending.length ?? 0) > 0} />
          <span className={styles['text']}>
            <strong>{title}</strong>
            <span>{text ?? (results.length > 0 ? t.history.images(results.length) : null)}</span>
          </span>
        </button>
        {jobs && jobs.pending.length > 0 ? (
          <IconButton
            label={t.jobs.cancel}
            size="small"
            onClick={() => void cancelJobs(jobs.pending)}
          >
            <X size={15} />
          </IconButton>
        ) : null}
        <LayerMenu layer={layer} place={place} title={title} jobs={jobs} />
      </div>
      {jobs?.failure ? (
        <LayerFailure
          layer={layer}
          failure={jobs.failure}
          onChangeWords={() => {
            select(layer.id)
            onChangeWords()
          }}
        />
      ) : null}
      {isSelected && isPatch ? <LayerOpacity layer={layer} /> : null}
      {strip ? <LayerStrip strip={strip} missing={missingCount(jobs?.states ?? [])} /> : null}
    </li>
  )
}

function LayerMenu({ layer, place, title, jobs }: Pick<Props, 'layer' | 'place' | 'jobs'> & { readonly title: string }) {
  return (
    <Menu label={t.layers.actions(title)} icon={<Ellipsis size={16} />} size="small">
      <MenuItem icon={<ArrowUp size={15} />} onClick={() => move(layer, place + 1)}>
        {t.layers.up}
      </MenuItem>
      <MenuItem icon={<ArrowDown size={15} />} onClick={() => move(layer, place - 1)}>
        {t.layers.down}
      </MenuItem>
      <MenuLine />
      <MenuItem danger icon={<Trash2 size={15} />} onClick={() => remove(layer, jobs)}>
        {t.layers.remove}
      </MenuItem>
    </Menu>
  )
}

function handleKey(event: KeyboardEvent, layer: DocumentLayer, place: number): void {
  if (event.key === 'Delete' || event.key === 'Backspace') remove(layer, undefined)
  else if (event.altKey && event.key === 'ArrowUp') move(layer, place + 1)
  else if (event.altKey && event.key === 'ArrowDown') move(layer, place - 1)
  else return
  event.preventDefault()
  event.stopPropagation()
}

function move(layer: DocumentLayer, to: number): void {
  if (to >= 0) editorStore.getState().actions.run({ kind: 'MOVE_LAYER', layerId: layer.id, to })
}

/** What is still being made for it is wanted no more. */
function remove(layer: DocumentLayer, jobs: LayerJobs | undefined): void {
  if (jobs) void cancelJobs(jobs.pending)
  editorStore.getState().actions.run({ kind: 'DELETE_LAYER', layerId: layer.id })
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
