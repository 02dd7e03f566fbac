import { toAppError } from '../backend/errors.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { showToast } from '../ui/toasts.tsx'
import type { SyncNews } from './sync-edges.ts'

/** How long what became of somebody's work can be read. */
const readMs = 20_000

/** Says what became of a document that was changed in two places, or that is not saved. */
export function sayNews(news: SyncNews): void {
  if (news.kind === 'REFUSED') {
    const { reason } = toAppError(news.error)
    const text = t.documents.notSaved(say(reason))
    return showToast({ id: 'document-refused', text, tone: 'danger', lastsMs: readMs })
  }
  const text = news.kind === 'TWICE' ? t.documents.twice(news.layers) : t.documents.copied
  showToast({ id: `document-${news.kind}`, text, lastsMs: readMs })
}
