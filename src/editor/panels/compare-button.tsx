import type { LucideIcon } from 'lucide-react'
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { ToolButton } from './tool-button.tsx'

const { setComparing } = editorStore.getState().actions

/** Shows the original, without its mask, for as long as it is held by pointer, space or Enter. */
export function CompareButton({ icon }: { readonly icon: LucideIcon }): ReactElement {
  const isComparing = useEditor(({ session }) => session.comparing)
  const isOpen = useEditor(({ document }) => document.present.base !== null)
  const handlePress = (event: PointerEvent<HTMLButtonElement>) => {
    if (!isOpen) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setComparing(true)
  }
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    setComparing(isOpen && event.type === 'keydown')
  }
  const release = () => setComparing(false)
  return (
    <ToolButton
      label={t.editor.compare}
      keys="\"
      icon={icon}
      isPressed={isComparing}
      isDisabled={!isOpen}
      onPointerDown={handlePress}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={handleKey}
      onKeyUp={handleKey}
      onBlur={release}
    />
  )
}
