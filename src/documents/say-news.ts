import type { DocumentId } from '#domain/ids.ts'
import { toAppError } from '../backend/errors.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import type { SyncNews } from './sync-edges.ts'

/** How long what became of somebody's work can be read. */
const readMs = 20_000

/**
 * Says what became of a document that was changed in two places, or that is not saved.
 * @param open brings the version into the editor that is a document of its own
 */
export function sayNews(news: SyncNews, open: (id: DocumentId) => void): void {
  if (news.kind === 'REFUSED') {
    const { reason } = toAppError(news.error)
    const text = t.documents.notSaved(say(reason))
    return showToast({ id: 'document-refused', text, tone: 'danger', lastsMs: readMs })
  }
  if (news.kind === 'TWICE') {
    const text = t.documents.twice(news.layers)
    return showToast({ id: 'document-twice', text, lastsMs: readMs })
  }
  const { label, text } = t.documents.copied[news.side]
  const action = { label, run: () => open(news.as) }
  showToast({ id: `document-${news.side}`, text, action, lastsMs: readMs })
}
