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

/** Hears a key pressed by itself, in any case, unless somebody is typing it or a dialog is open. */
export function usePlainKey(wanted: string, onPress: () => void): void {
  const press = useEffectEvent(onPress)
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      const { key, target, altKey, ctrlKey, metaKey, repeat } = event
      if (key.toLowerCase() !== wanted || altKey || ctrlKey || metaKey || repeat) return
      const elsewhere = 'input, textarea, select, dialog, [role="dialog"], [role="menu"]'
      if (target instanceof HTMLElement && target.closest(elsewhere)) return
      press()
    }
    addEventListener('keydown', handleKey)
    return () => removeEventListener('keydown', handleKey)
  }, [wanted])
}

/** Told whenever another picture is shown in the editor. */
export function usePictureOpened(onOpened: () => void): void {
  const pictureId = useEditor((state) => state.document.present.base?.pictureId)
  const tell = useEffectEvent(onOpened)
  useEffect(() => {
    if (pictureId !== undefined) tell()
  }, [pictureId])
}
