import Images from 'lucide-react/icons/images'
import { useState } from 'react'
import { documentsWith } from '#domain/document/used-by.ts'
import { editsOver } from '#domain/layer/uses.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { listed } from '../backend/collection.ts'
import { toAppError } from '../backend/errors.ts'
import { useChangePicture, usePictures } from '../backend/queries.ts'
import { known } from '../backend/records-cache.ts'
import { removeSoon, undoMs } from '../backend/removal.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { OlderRows } from '../ui/older-rows.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { showToast } from '../ui/toasts.tsx'
import styles from './library.module.css'
import { PictureTile } from './picture-tile.tsx'
import { RenameDialog } from './rename-dialog.tsx'

export type LibraryProps = {
  readonly onOpen: (picture: Picture) => void
  readonly onDownload: (picture: Picture) => void
  readonly onReuse: (picture: Picture) => void
}

/** All pictures of this person, newest first and live. */
export function Library({ onOpen, onDownload, onReuse }: LibraryProps) {
  const { query, older, records, hasOlder } = usePictures()
  const [filter, setFilter] = useState<'all' | 'favourites'>('all')
  const shown = filter === 'all' ? records : records.filter((each) => each.favourite)
  return (
    <section className={styles['library']} aria-label={t.library.title}>
      <div className={styles['filter']}>
        <Segmented
          label={t.library.filter}
          value={filter}
          choices={[
            { value: 'all', label: t.library.everything },
            { value: 'favourites', label: t.library.favouritesOnly },
          ]}
          onChange={setFilter}
        />
      </div>
      {query.isPending ? <LoadingTiles /> : null}
      {query.isError && records.length === 0 ? (
        <Notice
          tone="danger"
          title={t.library.failed}
          actions={
            <Button size="small" onClick={() => void query.refetch()}>
              {t.retry}
            </Button>
          }
        >
          {t.errors[toAppError(query.error).code]}
        </Notice>
      ) : null}
      {query.isSuccess && shown.length === 0 ? <EmptyLibrary /> : null}
      <PictureGrid pictures={shown} onOpen={onOpen} onDownload={onDownload} onReuse={onReuse} />
      {hasOlder ? (
        <OlderRows
          text={older.isPending ? t.loading : t.library.older}
          isLoading={older.isPending}
          onShow={() => older.mutate()}
        />
      ) : null}
    </section>
  )
}

/** Pictures side by side, each with what can be done to it. */
function PictureGrid(props: LibraryProps & { readonly pictures: readonly Picture[] }) {
  const [renamed, setRenamed] = useState<Picture>()
  const change = useChangePicture()
  const handleFavour = (picture: Picture) =>
    change.mutate(
      { id: picture.id, favourite: !picture.favourite },
      {
        onError: () => showToast({ id: picture.id, text: t.library.saveFailed, tone: 'danger' }),
      },
    )
  return (
    <>
      <ul className={styles['grid']}>
        {props.pictures.map((picture) => (
          <PictureTile
            key={picture.id}
            picture={picture}
            onOpen={props.onOpen}
            onRename={setRenamed}
            onFavour={handleFavour}
            onDownload={props.onDownload}
            onReuse={props.onReuse}
            onRemove={removePicture}
          />
        ))}
      </ul>
      {renamed ? <RenameDialog picture={renamed} onClose={() => setRenamed(undefined)} /> : null}
    </>
  )
}

function removePicture(picture: Picture): void {
  const id = `remove-${picture.id}`
  const takeBack = removeSoon('pictures', [picture.id], (error) =>
    showToast({
      id,
      text: `${t.library.removeFailed} ${t.errors[toAppError(error).code]}`,
      tone: 'danger',
    }),
  )
  const action = { label: t.undo, run: takeBack }
  const edits = editsOver(listed(known('generations')), picture.id)
  const documents = documentsWith(Object.values(known('documents').byId), picture.id)
  const text = edits === 0 ? t.library.removed : t.library.removedBelow(edits)
  const kept = documents === 0 ? '' : ` ${t.documents.usedBy(documents)}`
  showToast({ id, text: `${text}${kept}`, action, lastsMs: undoMs })
}

function LoadingTiles() {
  return (
    <output className={styles['grid']} aria-label={t.loading}>
      {[1, 2, 3, 4, 5, 6].map((tile) => (
        <Skeleton key={tile} height={150} />
      ))}
    </output>
  )
}

function EmptyLibrary() {
  return (
    <div className={styles['empty']}>
      <Images size={28} aria-hidden="true" />
      <strong>{t.library.empty}</strong>
      <p>{t.library.emptyText}</p>
    </div>
  )
}
