import { useState } from 'react'
import type { AppError } from '#domain/errors.ts'
import type { Size } from '#domain/frame/space.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './download-dialog.module.css'
import { DownloadOptionFields, type DownloadOptions, firstOptions } from './download-options.tsx'

export type DownloadViewProps = {
  readonly size: Size | undefined
  /** Whether the upload itself can be had. */
  readonly hasOriginal: boolean
  /** From 0 to 1 while a file is made. */
  readonly progress: number | undefined
  /** What was saved, in words. */
  readonly saved: string | undefined
  readonly error: AppError | undefined
  readonly onDownload: (options: DownloadOptions) => void
  readonly onOriginal: () => void
  readonly onCancel: () => void
  readonly onClose: () => void
}

/** Chooses how the file of a picture is to be, and shows what becomes of it. */
export function DownloadView(props: DownloadViewProps) {
  const [options, setOptions] = useState(firstOptions)
  const { progress, saved, error } = props
  const isWorking = progress !== undefined
  const footer = (
    <>
      {props.hasOriginal ? (
        <Button disabled={isWorking} onClick={props.onOriginal}>
          {t.download.original}
        </Button>
      ) : null}
      <Button onClick={isWorking ? props.onCancel : props.onClose}>
        {isWorking ? t.cancel : t.close}
      </Button>
      <Button look="primary" disabled={isWorking} onClick={() => props.onDownload(options)}>
        {t.download.action}
      </Button>
    </>
  )
  return (
    <Dialog title={t.download.title} closeLabel={t.close} footer={footer} onClose={props.onClose}>
      <fieldset className={styles['options']} disabled={isWorking}>
        <DownloadOptionFields options={options} size={props.size} onChange={setOptions} />
      </fieldset>
      {props.hasOriginal ? <p className={styles['hint']}>{t.download.originalHint}</p> : null}
      {isWorking ? <Progress done={progress} /> : null}
      <output>{saved}</output>
      {error && error.code !== 'CANCELLED' ? (
        <Notice tone="danger" title={t.download.failed}>
          {say(error.reason)}
        </Notice>
      ) : null}
    </Dialog>
  )
}

function Progress({ done }: { readonly done: number }) {
  const percent = Math.round(done * 100)
  return (
    <div className={styles['working']}>
      <span>{t.download.working}</span>
      <span>{t.download.percent(percent)}</span>
      <progress aria-label={t.download.working} max={100} value={percent} />
    </div>
  )
}
