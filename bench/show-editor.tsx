import { type ReactElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { EditorCanvas } from '../src/editor/canvas/editor-canvas.tsx'
import { type BasePicture } from '../src/editor/document/document.ts'
import { Toolbar } from '../src/editor/panels/toolbar.tsx'
import { editorStore } from '../src/editor/store/editor-store.ts'
import '../src/ui/theme.css'

const noPatches = new Map()
let show: (image: ImageBitmap) => void = () => undefined

function BenchEditor(): ReactElement {
  const [image, setImage] = useState<ImageBitmap>()
  useEffect(() => {
    show = setImage
  }, [])
  return (
    <div style={{ position: 'relative', height: '100%' }}>
      <EditorCanvas image={image} patches={noPatches} label="Bench picture" />
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
  editorStore.getState().actions.openPicture(base)
  show(image)
}
