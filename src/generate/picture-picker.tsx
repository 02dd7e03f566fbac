import Upload from 'lucide-react/icons/upload'
import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { imageMimes } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { titleOf } from '#domain/picture/picture.ts'
import { toAppError } from '../backend/errors.ts'
import { useObjectUrl, usePerson, usePictures } from '../backend/queries.ts'
import { addPicture, takenIn } from '../backend/uploads.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { PickedPicture } from './picks.ts'
import styles from './picture-picker.module.css'

type Props = {
  readonly title: string
  /** Ids of pictures that take part already. */
  readonly taken: ReadonlySet<string | undefined>
  readonly onPick: (picture: PickedPicture) => void
  readonly onClose: () => void
}

/** Picks one of the person's pictures, or brings a new one. */
export function PicturePicker({ title, taken, onPick, onClose }: Props) {
  const { query, older, records, hasOlder } = usePictures()
  const pictures = records.filter(({ id, status }) => status === 'READY' && !taken.has(id))
  return (
    <Dialog title={title} closeLabel={t.close} size="medium" onClose={onClose}>
      <FileButton onPick={onPick} />
      {query.isSuccess && pictures.length === 0 ? (
        <p className={styles['empty']}>{t.picks.none}</p>
      ) : null}
      <ul className={styles['grid']}>
        {pictures.map((picture) => (
          <li key={picture.id}>
            <Tile picture={picture} onPick={onPick} />
          </li>
        ))}
      </ul>
      {hasOlder ? (
        <Button disabled={older.isPending} onClick={() => older.mutate()}>
          {older.isPending ? t.loading : t.library.older}
        </Button>
      ) : null}
    </Dialog>
  )
}

function Tile({
  picture,
  onPick,
}: {
  readonly picture: Picture
  readonly onPick: Props['onPick']
}) {
  const { id, title, fileName, origin, key } = picture
  const thumbnailKey = picture.thumbnailKey ?? picture.previewKey ?? key
  const { url } = useObjectUrl(thumbnailKey)
  const own = title || (fileName && titleOf(fileName))
  const name = own || (origin === 'GENERATION' ? t.library.result : t.library.untitled)
  return (
    <button
      type="button"
      className={styles['tile']}
      onClick={() => onPick({ id, name, thumbnailKey })}
    >
      <span className={styles['image']}>
        {url ? <img src={url} alt="" draggable={false} /> : <Skeleton height="100%" />}
      </span>
      <span className={styles['name']}>{name}</span>
    </button>
  )
}

/** A file from the disk; its upload goes on behind, and the request waits for it. */
function FileButton({ onPick }: Pick<Props, 'onPick'>) {
  const person = usePerson().data
  const [problem, setProblem] = useState<string>()
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  const handleFile = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (!person || !file) return
    try {
      const { pictureId, title, key, size } = await addPicture(person.id, file)
      // A picture without a size is shown once there is a preview.
      const picture = size ? undefined : await takenIn(pictureId)
      if (!isOpen.current || (!size && !picture)) return
      onPick({ id: pictureId, name: title, thumbnailKey: picture?.thumbnailKey ?? key })
    } catch (error) {
      setProblem(t.start.refused(file.name, say(toAppError(error).reason)))
    }
  }
  return (
    <>
      <label className={styles['file']}>
        <Upload size={16} aria-hidden="true" />
        {t.picks.upload}
        <input
          type="file"
          accept={imageMimes.join()}
          onChange={(event) => void handleFile(event)}
        />
      </label>
      {problem ? <Notice tone="danger" title={problem} /> : null}
    </>
  )
}
