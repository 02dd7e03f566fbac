import { useEffect } from 'react'
import { useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { useRunningCount } from '../review/jobs-indicator.tsx'

/** The tab says which picture is open, and how many jobs are under way. */
export function useTitle(): void {
  const base = useEditor((state) => state.document.present.base)
  const count = useRunningCount()
  const name = base ? (base.title ?? t.top.untitled) : undefined
  useEffect(() => {
    document.title = t.top.tab(name, count)
  }, [name, count])
}
