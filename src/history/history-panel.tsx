import History from 'lucide-react/icons/history'
import { useState } from 'react'
import { documentsWith } from '#domain/document/used-by.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { editsAbove } from '#domain/layer/uses.ts'
import { listed } from '../backend/collection.ts'
import { toAppError } from '../backend/errors.ts'
import { useGenerations } from '../backend/queries.ts'
import { known } from '../backend/records-cache.ts'
import { removeSoon, undoMs } from '../backend/removal.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { LongList } from '../ui/long-list.tsx'
import { Notice } from '../ui/notice.tsx'
import { OlderRows } from '../ui/older-rows.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { showToast } from '../ui/toasts.tsx'
import { useNow } from '../ui/use-now.ts'
import { type Downloadable, DownloadDialog } from './download-dialog.tsx'
import type { EntryActions } from './entry-menu.tsx'
import styles from './history-panel.module.css'
import { HistoryTile } from './history-tile.tsx'

export type HistoryPanelProps = Omit<EntryActions, 'onDownload' | 'onRemove'>

/** Every job of this person, newest first and live, with all that can be done from each. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { query, older, records, hasOlder } = useGenerations()
  const [download, setDownload] = useState<Downloadable>()
  const nowMs = useNow(20_000)
  const actions = { ...props, onDownload: setDownload, onRemove: removeEntry }
  return (
    <section className={styles['panel']} aria-label={t.history.region}>
      {query.isPending ? <LoadingRows /> : null}
      {query.isError && records.length === 0 ? (
        <LoadFailure error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && records.length === 0 ? <EmptyHistory /> : null}
      <LongList items={records} rowGuessPx={28} className={styles['list']}>
        {(generation) => (
          <HistoryTile key={generation.id} generation={generation} nowMs={nowMs} {...actions} />
        )}
      </LongList>
      {hasOlder ? (
        <OlderRows
          text={older.isPending ? t.loading : t.history.older}
          isLoading={older.isPending}
          className={styles['older']}
          onShow={() => older.mutate()}
        />
      ) : null}
      {download ? <DownloadDialog item={download} onClose={() => setDownload(undefined)} /> : null}
    </section>
  )
}

function removeEntry(generation: Generation): void {
  const id = `remove-${generation.id}`
  const takeBack = removeSoon('generations', [generation.id], (error) =>
    showToast({
      id,
      text: `${t.history.removeFailed} ${t.errors[toAppError(error).code]}`,
      tone: 'danger',
    }),
  )
  const action = { label: t.undo, run: takeBack }
  const edits = editsAbove(listed(known('generations')), generation.id)
  const documents = documentsWith(Object.values(known('documents').byId), generation.id)
  const text = edits === 0 ? t.history.removed : t.history.removedBelow(edits)
  const kept = documents === 0 ? '' : ` ${t.documents.usedBy(documents)}`
  showToast({ id, text: `${text}${kept}`, action, lastsMs: undoMs })
}

function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const retry = (
    <Button size="small" onClick={onRetry}>
      {t.retry}
    </Button>
  )
  return (
    <Notice tone="danger" title={t.history.failed} actions={retry}>
      {t.errors[toAppError(error).code]}
    </Notice>
  )
}

function LoadingRows() {
  return (
    <output className={styles['list']} aria-label={t.loading}>
      {[1, 2, 3, 4, 5, 6].map((tile) => (
        <Skeleton key={tile} height={78} />
      ))}
    </output>
  )
}

function EmptyHistory() {
  return (
    <div className={styles['empty']}>
      <History size={26} aria-hidden="true" />
      <strong>{t.history.empty}</strong>
      <p>{t.history.emptyText}</p>
    </div>
  )
}
