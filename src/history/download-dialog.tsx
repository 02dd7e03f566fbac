import FileImage from 'lucide-react/icons/file-image'
import { useState } from 'react'
import { AppError } from '#domain/errors.ts'
import { toAppError } from '../backend/errors.ts'
import { loadObject } from '../backend/objects.ts'
import { t } from '../i18n/language.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { convertImage, type DownloadType, fileNameFor, saveFile } from './convert.ts'
import styles from './download-dialog.module.css'

/** What can be downloaded: an object, and the name for its file. */
export type Downloadable = {
  readonly key: string
  readonly title: string
  /** The uploaded file, where it is another than the one that is edited. */
  readonly original?: string
}

type Choice = {
  readonly key?: string
  readonly type?: DownloadType
  readonly name: string
  readonly hint: string
}

const pngChoice: Choice = {
  type: 'image/png',
  name: t.download.lossless,
  hint: t.download.losslessHint,
}
const smallChoices: readonly Choice[] = [
  { type: 'image/jpeg', name: t.download.jpeg, hint: t.download.jpegHint },
  { type: 'image/webp', name: t.download.webp, hint: t.download.webpHint },
]

/** Chooses the file type and saves the picture at full resolution. */
export function DownloadDialog({ item, onClose }: { item: Downloadable; onClose: () => void }) {
  const [working, setWorking] = useState<string>()
  const [error, setError] = useState<AppError>()
  const originalKey = item.original ?? item.key
  const isUpload = originalKey.startsWith('originals/')
  const original = { key: originalKey, name: t.download.original, hint: t.download.originalHint }
  const choices = [...(isUpload ? [original] : []), pngChoice, ...smallChoices]
  const handleChoose = async (choice: Choice) => {
    setWorking(choice.name)
    setError(undefined)
    try {
      const blob = await loadObject(choice.key ?? item.key)
      const file = choice.type ? await convertImage(blob, choice.type) : blob
      saveFile(file, fileNameFor(item.title, file.type))
      onClose()
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setWorking(undefined)
    }
  }
  return (
    <Dialog title={t.download.title} closeLabel={t.close} onClose={onClose}>
      <div className={styles['choices']}>
        {choices.map((choice) => (
          <button
            key={choice.name}
            type="button"
            className={styles['choice']}
            disabled={working !== undefined}
            onClick={() => void handleChoose(choice)}
          >
            {working === choice.name ? (
              <ProgressRing label={t.download.working} />
            ) : (
              <FileImage size={18} aria-hidden="true" />
            )}
            <strong>{choice.name}</strong>
            <span>{choice.hint}</span>
          </button>
        ))}
      </div>
      {error ? (
        <Notice tone="danger" title={t.download.failed}>
          {t.errors[error.code]}
        </Notice>
      ) : null}
    </Dialog>
  )
}
