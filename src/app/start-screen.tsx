import { useQuery } from '@tanstack/react-query'
import ImagePlus from 'lucide-react/icons/image-plus'
import Sparkles from 'lucide-react/icons/sparkles'
import { useState } from 'react'
import { usePictures } from '../backend/queries.ts'
import { DocumentStrip } from '../documents/document-strip.tsx'
import { t } from '../i18n/language.ts'
import { LibraryStrip } from '../library/library-strip.tsx'
import { Button } from '../ui/button.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { showToast } from '../ui/toasts.tsx'
import { fetchSample, fetchSamples, type Sample, sampleTitle, sampleUrl } from './samples.ts'
import styles from './start-screen.module.css'
import { openPicture } from './use-open-picture.ts'

type Props = {
  readonly isReading: boolean
  readonly onPick: () => void
  readonly onFiles: (files: readonly File[]) => Promise<void>
  readonly onDescribe: () => void
  readonly onShowLibrary: () => void
}

/** Where a session starts: bring a picture, take a sample, open an earlier one, or describe one. */
export function StartScreen({ isReading, onPick, onFiles, onDescribe, onShowLibrary }: Props) {
  const pictures = usePictures()
  const ready = pictures.records.filter((each) => each.status === 'READY').slice(0, 8)
  return (
    <div className={styles['start']}>
      <div className={styles['inner']}>
        <h1>{t.start.title}</h1>
        <div className={styles['drop']}>
          {isReading ? (
            <ProgressRing label={t.start.reading} sizePx={32} />
          ) : (
            <ImagePlus size={32} strokeWidth={1.6} aria-hidden="true" />
          )}
          <div>
            <strong>{t.start.dropTitle}</strong>
            <p>{t.start.dropText}</p>
          </div>
          <div className={styles['ways']}>
            <Button look="primary" size="large" disabled={isReading} onClick={onPick}>
              {t.start.pick}
            </Button>
            <Button
              size="large"
              icon={<Sparkles size={17} aria-hidden="true" />}
              onClick={onDescribe}
            >
              {t.start.describe}
            </Button>
          </div>
        </div>
        <DocumentStrip />
        <Samples onFiles={onFiles} />
        <LibraryStrip
          pictures={ready}
          isLoading={pictures.query.isPending}
          onOpen={openPicture}
          onShowAll={onShowLibrary}
        />
      </div>
    </div>
  )
}

function Samples({ onFiles }: { onFiles: Props['onFiles'] }) {
  const samples = useQuery({ queryKey: ['samples'], queryFn: fetchSamples, retry: false }).data
  const [opening, setOpening] = useState<string>()
  if (!samples || samples.length === 0) return null
  const handleOpen = async (sample: Sample) => {
    setOpening(sample.file)
    try {
      await onFiles([await fetchSample(sample)])
    } catch {
      showToast({ id: 'sample', text: t.start.sampleFailed, tone: 'danger' })
    }
    setOpening(undefined)
  }
  return (
    <section aria-label={t.start.samples}>
      <h2>{t.start.samples}</h2>
      <div className={styles['samples']}>
        {samples.map((sample) => (
          <button
            key={sample.file}
            type="button"
            className={styles['sample']}
            aria-label={t.start.openSample(sampleTitle(sample))}
            disabled={opening !== undefined}
            onClick={() => void handleOpen(sample)}
          >
            <img src={sampleUrl(sample.thumb)} alt="" draggable={false} />
            <span>
              {opening === sample.file ? <ProgressRing label={t.start.reading} /> : null}
              {sampleTitle(sample)}
            </span>
          </button>
        ))}
      </div>
    </section>
  )
}
