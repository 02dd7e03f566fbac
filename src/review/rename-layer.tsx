import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { layerTitle, maxTitleLength } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { NameDialog } from '../ui/name-dialog.tsx'

/** Gives a layer another name; an empty one is called by what was done again. */
export function RenameLayer(props: {
  readonly layer: DocumentLayer
  readonly onClose: () => void
}) {
  const { layer, onClose } = props
  return (
    <NameDialog
      words={{ ...t.naming, title: t.layers.renameTitle }}
      name={layerTitle(layer)}
      maxLength={maxTitleLength}
      onSave={(name) => {
        editorStore.getState().actions.run({ kind: 'RENAME_LAYER', layerId: layer.id, name })
        onClose()
      }}
      onClose={onClose}
    />
  )
}
