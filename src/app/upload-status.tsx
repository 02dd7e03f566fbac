import CircleAlert from 'lucide-react/icons/circle-alert'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import X from 'lucide-react/icons/x'
import { cancelUpload, retryUpload, type Upload, useUploads } from '../backend/uploads.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { IconButton } from '../ui/button.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import styles from './upload-status.module.css'

/** The uploads that are not done, over the canvas. */
export function UploadStatus() {
  const uploads = Object.values(useUploads())
  if (uploads.length === 0) return null
  return (
    <section className={styles['uploads']} aria-label={t.upload.status}>
      {uploads.map((upload) => (
        <UploadRow key={upload.pictureId} upload={upload} />
      ))}
    </section>
  )
}

function UploadRow({ upload }: { upload: Upload }) {
  const { phase, progress, fileName } = upload
  const isOver = phase === 'FAILED' || phase === 'REJECTED'
  const text = textOf(upload)
  return (
    <div className={`${styles['upload']} ${isOver ? styles['over'] : ''}`}>
      {isOver ? (
        <CircleAlert size={17} aria-hidden="true" />
      ) : (
        <ProgressRing
          label={`${fileName}: ${text}`}
          sizePx={18}
          {...(phase === 'SENDING' ? { value: progress } : {})}
        />
      )}
      <span role={isOver ? 'alert' : undefined}>
        <strong>{fileName}</strong> {text}
      </span>
      {phase === 'FAILED' ? (
        <IconButton label={t.upload.retry} size="small" onClick={() => void retryUpload(upload)}>
          <RotateCcw size={14} />
        </IconButton>
      ) : null}
      {phase === 'PROCESSING' ? null : (
        <IconButton
          label={isOver ? t.upload.remove : t.upload.cancel}
          size="small"
          onClick={() => giveUp(upload)}
        >
          <X size={14} />
        </IconButton>
      )}
    </div>
  )
}

/** A picture cannot be edited without its upload, so it leaves the canvas too. */
function giveUp(upload: Upload): void {
  const { document, actions } = editorStore.getState()
  if (document.present.base?.pictureId === upload.pictureId) actions.closePicture()
  void cancelUpload(upload)
}

function textOf({ phase, progress, error }: Upload): string {
  const reason = error ? say(error.reason) : ''
  return {
    SENDING: t.upload.sending(Math.round(progress * 100)),
    PROCESSING: t.upload.processing,
    FAILED: `${t.upload.failed}: ${reason}`,
    REJECTED: `${t.upload.rejected}: ${reason}`,
  }[phase]
}
