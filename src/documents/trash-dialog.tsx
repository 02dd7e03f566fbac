import { isPastTrash } from '#domain/document/document.ts'
import { useDocuments } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { agoText } from '../ui/span.ts'
import { useNow } from '../ui/use-now.ts'
import { removeDocument, restoreDocument } from './document-actions.ts'
import styles from './documents.module.css'

const minuteMs = 60_000

/** What is in the trash, with the way back for each. */
export function TrashDialog({ onClose }: { readonly onClose: () => void }) {
  const now = useNow(minuteMs)
  const trashed = useDocuments().records.filter(
    (record) => record.trashedAt !== undefined && !isPastTrash(record, now),
  )
  return (
    <Dialog title={t.documents.trashTitle} closeLabel={t.close} size="medium" onClose={onClose}>
      <p>{trashed.length === 0 ? t.documents.trashEmpty : t.documents.trashText}</p>
      <ul className={styles['trash']}>
        {trashed.map((record) => (
          <li key={record.id}>
            <div>
              <strong>{record.name || t.documents.untitled}</strong>
              <span>{agoText(record.trashedAt ?? record.updatedAt, now, t.time)}</span>
            </div>
            <Button size="small" onClick={() => void restoreDocument(record.id)}>
              {t.documents.restore}
            </Button>
            <Button size="small" look="danger" onClick={() => removeDocument(record)}>
              {t.documents.removeForGood}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
