import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import Pencil from 'lucide-react/icons/pencil'
import Trash2 from 'lucide-react/icons/trash-2'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, useState } from 'react'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { layerTitle } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { cancelJobs } from './cancel-jobs.ts'
import type { LayerJobs } from './job-state.ts'
import { LayerThumb } from './layer-thumb.tsx'
import styles from './layers.module.css'
import { deleteLayer, dragType, moveLayer } from './move-layer.ts'
import { RenameLayer } from './rename-layer.tsx'
import { choices } from './results.ts'
import { useJobText } from './use-job-text.ts'
import { selectLayer } from './use-strip.ts'

export type LayerLineProps = {
  readonly layer: DocumentLayer
  /** Counted from below. */
  readonly place: number
  readonly isSelected: boolean
  /** Whether it lies over the picture; else it becomes a picture of its own. */
  readonly isPatch: boolean
  readonly jobs: LayerJobs | undefined
}

/** A layer's name with its picture and state; and what is done to it: show, cancel, move, delete. */
export function LayerLine(props: LayerLineProps) {
  const { layer, isPatch, jobs } = props
  const pending = jobs?.pending ?? []
  return (
    <div className={styles['line']}>
      {isPatch ? <ShowButton layer={layer} /> : <span className={styles['gap']} />}
      <NameButton {...props} />
      {pending.length > 0 ? (
        <IconButton label={t.jobs.cancel} size="small" onClick={() => void cancelJobs(pending)}>
          <X size={15} />
        </IconButton>
      ) : null}
      <LayerMenu {...props} />
    </div>
  )
}

function ShowButton({ layer }: Pick<LayerLineProps, 'layer'>) {
  const { id, isVisible } = layer
  const title = layerTitle(layer)
  return (
    <IconButton
      label={isVisible ? t.layers.hide(title) : t.layers.show(title)}
      size="small"
      onClick={() =>
        editorStore
          .getState()
          .actions.run({ kind: 'SHOW_LAYER', layerId: id, isVisible: !isVisible })
      }
    >
      {isVisible ? <Eye size={16} /> : <EyeOff size={16} />}
    </IconButton>
  )
}

function NameButton(props: LayerLineProps) {
  const { layer, isSelected, jobs } = props
  const { select } = editorStore.getState().actions
  const results = choices(layer, jobs?.states ?? [])
  const text = useJobText(jobs)
  return (
    <button
      type="button"
      data-layer
      className={styles['name']}
      aria-pressed={isSelected}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragType, layer.id)}
      onClick={() => (isSelected ? select(null) : selectLayer(layer, results))}
      onKeyDown={(event) => handleKey(event, props)}
    >
      <LayerThumb layer={layer} results={results} isPending={text !== undefined} />
      <span className={styles['text']}>
        <strong>{layerTitle(layer)}</strong>
        <span>{text ?? (results.length > 0 ? t.history.images(results.length) : null)}</span>
      </span>
    </button>
  )
}

function LayerMenu({ layer, place, jobs }: LayerLineProps) {
  const [isRenaming, setIsRenaming] = useState(false)
  return (
    <>
      <Menu label={t.layers.actions(layerTitle(layer))} icon={<Ellipsis size={16} />} size="small">
        <MenuItem icon={<Pencil size={15} />} onClick={() => setIsRenaming(true)}>
          {t.layers.rename}
        </MenuItem>
        <MenuItem icon={<ArrowUp size={15} />} onClick={() => moveLayer(layer, place + 1)}>
          {t.layers.up}
        </MenuItem>
        <MenuItem icon={<ArrowDown size={15} />} onClick={() => moveLayer(layer, place - 1)}>
          {t.layers.down}
        </MenuItem>
        <MenuLine />
        <MenuItem danger icon={<Trash2 size={15} />} onClick={() => deleteLayer(layer, jobs)}>
          {t.layers.remove}
        </MenuItem>
      </Menu>
      {isRenaming ? <RenameLayer layer={layer} onClose={() => setIsRenaming(false)} /> : null}
    </>
  )
}

function handleKey(event: KeyboardEvent, { layer, place, jobs }: LayerLineProps): void {
  if (event.key === 'Delete' || event.key === 'Backspace') deleteLayer(layer, jobs)
  else if (event.altKey && event.key === 'ArrowUp') moveLayer(layer, place + 1)
  else if (event.altKey && event.key === 'ArrowDown') moveLayer(layer, place - 1)
  else return
  event.preventDefault()
  event.stopPropagation()
}
