import type { DocumentLayer } from '../editor/document/layer.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { Slider } from '../ui/slider.tsx'

/** How much of a layer is seen; one drag is one step to undo. */
export function LayerOpacity({ layer }: { readonly layer: DocumentLayer }) {
  const fade = useEditor((state) => state.session.fade)
  const { previewFade, run } = editorStore.getState().actions
  const opacity = fade?.layerId === layer.id ? fade.opacity : layer.opacity
  const percent = Math.round(opacity * 100)
  const release = () => {
    const { session } = editorStore.getState()
    if (session.fade?.layerId !== layer.id) return
    run({ kind: 'FADE_LAYER', layerId: layer.id, opacity: session.fade.opacity })
    previewFade(undefined)
  }
  return (
    <Slider
      label={t.layers.opacity}
      min={0}
      max={100}
      value={percent}
      text={t.editor.percent(percent)}
      onChange={(value) => previewFade({ layerId: layer.id, opacity: value / 100 })}
      onRelease={release}
    />
  )
}
