import { type ReactElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { EditorCanvas } from '../src/editor/canvas/editor-canvas.tsx'
import { type Composition, whole } from '../src/editor/document/commands.ts'
import { type BasePicture } from '../src/editor/document/document.ts'
import type { PatchImages } from '../src/editor/layers/use-patches.ts'
import { Toolbar } from '../src/editor/panels/toolbar.tsx'
import { editorStore } from '../src/editor/store/editor-store.ts'
import '../src/ui/theme.css'

const noPatches: PatchImages = new Map()
type Images = { readonly image?: ImageBitmap; readonly patches: PatchImages }
let show: (images: Images) => void = () => undefined

function BenchEditor(): ReactElement {
  const [{ image, patches }, setImages] = useState<Images>({ patches: noPatches })
  useEffect(() => {
    show = setImages
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

/** Opens a picture in it. */
export function openInEditor(base: BasePicture, image: ImageBitmap): void {
  openWithLayers(whole(base), { image, patches: noPatches })
}

/** Opens a picture with layers over it, whose patches are given by their keys. */
export function openWithLayers(composition: Composition, images: Images): void {
  editorStore.getState().actions.openComposition(composition)
  show(images)
}
