import { useEffect, useEffectEvent } from 'react'
import { useEditor } from '../editor/store/editor-store.ts'

/** Takes in pictures pasted from the clipboard, wherever the focus is. */
export function usePaste(onFiles: (files: readonly File[]) => Promise<void>): void {
  useEffect(() => {
    const handlePaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length > 0) void onFiles(files)
    }
    addEventListener('paste', handlePaste)
    return () => removeEventListener('paste', handlePaste)
  }, [onFiles])
}

/** Hears the `?` key, unless somebody is typing it. */
export function useShortcutsKey(onPress: () => void): void {
  const press = useEffectEvent(onPress)
  useEffect(() => {
    const handleKey = ({ key, target }: KeyboardEvent) => {
      const isTyping = target instanceof HTMLElement && target.closest('input, textarea, dialog')
      if (key === '?' && !isTyping) press()
    }
    addEventListener('keydown', handleKey)
    return () => removeEventListener('keydown', handleKey)
  }, [])
}

/** Told whenever another picture is shown in the editor. */
export function usePictureOpened(onOpened: () => void): void {
  const pictureId = useEditor((state) => state.document.present.base?.pictureId)
  const tell = useEffectEvent(onOpened)
  useEffect(() => {
    if (pictureId !== undefined) tell()
  }, [pictureId])
}
