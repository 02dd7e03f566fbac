import Copy from 'lucide-react/icons/copy'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Image from 'lucide-react/icons/image'
import Pencil from 'lucide-react/icons/pencil'
import Trash2 from 'lucide-react/icons/trash-2'
import { useMemo, useState } from 'react'
import { useDocuments, useObjectUrl, useThumbnail } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { agoText } from '../ui/span.ts'
import { useNow } from '../ui/use-now.ts'
import { duplicateDocument, trashDocument } from './document-actions.ts'
import { type Listed, listedDocuments } from './document-list.ts'
import styles from './documents.module.css'
import { RenameDocument } from './rename-document.tsx'
import { openDocument, useLocalEntries } from './session.ts'
import { TrashDialog } from './trash-dialog.tsx'

const minuteMs = 60_000

/** The documents to go on with, and the way to the trash. Nothing while there are neither. */
export function DocumentStrip() {
  const { query, records } = useDocuments()
  const entries = useLocalEntries()
  const list = useMemo(() => listedDocuments(records, Object.values(entries)), [records, entries])
  const [renamed, setRenamed] = useState<Listed>()
  const [isTrashOpen, setIsTrashOpen] = useState(false)
  const hasTrash = records.some(({ trashedAt }) => trashedAt !== undefined)
  if (list.length === 0 && !hasTrash && !isTrashOpen) return null
  return (
    <section aria-label={t.documents.title} aria-busy={query.isPending}>
      <header className={styles['head']}>
        <h2>{t.documents.title}</h2>
        {hasTrash ? (
          <Button look="quiet" size="small" onClick={() => setIsTrashOpen(true)}>
            {t.documents.trash}
          </Button>
        ) : null}
      </header>
      <ul className={styles['grid']}>
        {list.map((document) => (
          <DocumentTile key={document.id} document={document} onRename={setRenamed} />
        ))}
      </ul>
      {renamed ? <RenameDocument document={renamed} onClose={() => setRenamed(undefined)} /> : null}
      {isTrashOpen ? <TrashDialog onClose={() => setIsTrashOpen(false)} /> : null}
    </section>
  )
}

function DocumentTile(props: {
  readonly document: Listed
  readonly onRename: (document: Listed) => void
}) {
  const { document } = props
  const name = document.name || t.documents.untitled
  const changedAt = new Date(document.changedAtMs).toISOString()
  const changed = t.documents.changed(agoText(changedAt, useNow(minuteMs), t.time))
  return (
    <li className={styles['tile']}>
      <button
        type="button"
        className={styles['open']}
        aria-label={t.documents.open(name)}
        onClick={() => void openDocument(document.id)}
      >
        <DocumentImage document={document} />
      </button>
      <div className={styles['caption']}>
        <div>
          <strong title={name}>{name}</strong>
          <span>{document.isOnlyHere ? t.documents.onlyHere : changed}</span>
        </div>
        <Menu label={t.documents.actions(name)} icon={<Ellipsis size={17} />} size="small">
          <MenuItem icon={<Pencil size={16} />} onClick={() => props.onRename(document)}>
            {t.documents.rename}
          </MenuItem>
          <MenuItem icon={<Copy size={16} />} onClick={() => void duplicateDocument(document)}>
            {t.documents.duplicate}
          </MenuItem>
          <MenuLine />
          <MenuItem danger icon={<Trash2 size={16} />} onClick={() => void trashDocument(document)}>
            {t.documents.remove}
          </MenuItem>
        </Menu>
      </div>
    </li>
  )
}

function DocumentImage({ document }: { readonly document: Listed }) {
  const { thumbnailKey, rootPictureId } = document
  const own = useObjectUrl(thumbnailKey)
  const root = useThumbnail(thumbnailKey === undefined ? rootPictureId : undefined)
  const { url, isMissing } =
    thumbnailKey === undefined ? root : { url: own.url, isMissing: own.error !== null }
  if (url) return <img src={url} alt="" loading="lazy" draggable={false} />
  return isMissing ? <Image size={22} aria-hidden="true" /> : <Skeleton height="100%" />
}
