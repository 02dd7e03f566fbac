import { useMutation } from '@tanstack/react-query'
import type { Size } from '#domain/frame/space.ts'
import type { Composition } from '#domain/layer/result-composition.ts'
import { toAppError } from '../backend/errors.ts'
import { useExport } from '../backend/exports.ts'
import { loadObject } from '../backend/objects.ts'
import { t } from '../i18n/language.ts'
import { saveFile, saveLink } from '../ui/save-file.ts'
import type { DownloadOptions } from './download-options.tsx'
import { DownloadView } from './download-view.tsx'
import { fileNameFor } from './save-file.ts'

/** What can be downloaded: a composition, and the name for its file. */
export type Downloadable = {
  readonly title: string
  readonly composition: Composition
  /** Of the composition, where it is known. */
  readonly size?: Size
  /** The object of the upload, where the composition is nothing else. */
  readonly original?: string
}

/** Makes a file of a picture as it is wanted, and lets the browser save it. */
export function DownloadDialog({ item, onClose }: { item: Downloadable; onClose: () => void }) {
  const { title, composition, size, original } = item
  const { run, progress, cancel } = useExport()
  const upload = useMutation({
    mutationFn: async (key: string) => {
      const blob = await loadObject(key)
      const name = fileNameFor(title, blob.type)
      saveFile(blob, name)
      return t.download.savedOriginal(name)
    },
  })
  const handleDownload = async (options: DownloadOptions) => {
    upload.reset()
    const { layers, ...root } = composition
    const request = { ...root, ...(layers && { layers: [...layers] }), ...options }
    const nameOf = ({ mime }: DownloadOptions) => fileNameFor(title, mime)
    const made = await run.mutateAsync({ request, nameOf }).catch(() => undefined)
    if (made) saveLink(made.link, nameOf(options))
  }
  const error = run.error ?? upload.error
  return (
    <DownloadView
      size={size}
      hasOriginal={original?.startsWith('originals/') === true}
      progress={run.isPending ? progress : upload.isPending ? 0 : undefined}
      saved={upload.data ?? (run.data && savedText(run.data.record, title))}
      error={error ? toAppError(error) : undefined}
      onDownload={(options) => void handleDownload(options)}
      onOriginal={() => {
        run.reset()
        upload.mutate(original ?? '')
      }}
      onCancel={cancel}
      onClose={() => {
        cancel()
        onClose()
      }}
    />
  )
}

function savedText(
  made: {
    mime: string
    width?: number | undefined
    height?: number | undefined
    bytes?: number | undefined
  },
  title: string,
): string {
  const { mime, width: widthPx = 0, height: heightPx = 0, bytes = 0 } = made
  return t.download.saved({ name: fileNameFor(title, mime), widthPx, heightPx, bytes })
}
