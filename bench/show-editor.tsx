import { type ReactElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { EditorCanvas } from '../src/editor/canvas/editor-canvas.tsx'
import { type BasePicture } from '../src/editor/document/document.ts'
import type { DocumentLayer } from '../src/editor/document/layer.ts'
import type { PatchImages } from '../src/editor/layers/use-patches.ts'
import { Toolbar } from '../src/editor/panels/toolbar.tsx'
import { editorStore } from '../src/editor/store/editor-store.ts'
import '../src/ui/theme.css'

type Shown = { readonly image: ImageBitmap | undefined; readonly patches: PatchImages }

const nothing: Shown = { image: undefined, patches: new Map() }
let show: (shown: Shown) => void = () => undefined

function BenchEditor(): ReactElement {
  const [{ image, patches }, setShown] = useState(nothing)
  useEffect(() => {
    show = setShown
  }, [])
  return (
    <div style={{ position: 'relative', height: '100%' }}>
      <EditorCanvas image={image} patches={patches} label="Bench picture" />
      <Toolbar />
    </div>
  )
}

/** Shows the real editor in the page, without a picture. */
export function showEditor(): void {
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<BenchEditor />)
}

/** Opens a picture in it. @param over the layers over it, and their patches by key */
export function openInEditor(
  base: BasePicture,
  image: ImageBitmap,
  over?: { readonly layers: readonly DocumentLayer[]; readonly patches: PatchImages },
): void {
  const { openPicture, openComposition } = editorStore.getState().actions
  if (over) openComposition({ base, canvas: null, layers: [...over.layers] })
  else openPicture(base)
  show({ image, patches: over?.patches ?? nothing.patches })
}
