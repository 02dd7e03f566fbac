import type { Picture } from '#domain/picture/picture.ts'
import { useObjectUrl } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './library-strip.module.css'
import { nameOf } from './names.ts'

type Props = {
  readonly pictures: readonly Picture[]
  readonly isLoading: boolean
  readonly onOpen: (picture: Picture) => void
  readonly onShowAll: () => void
}

/** The newest pictures in one row, and the way to all of them. Nothing while there are none. */
export function LibraryStrip({ pictures, isLoading, onOpen, onShowAll }: Props) {
  if (!isLoading && pictures.length === 0) return null
  return (
    <section aria-label={t.start.recent}>
      <header className={styles['head']}>
        <h2>{t.start.recent}</h2>
        <Button look="quiet" size="small" onClick={onShowAll}>
          {t.start.all}
        </Button>
      </header>
      <div className={styles['strip']}>
        {isLoading
          ? [1, 2, 3, 4].map((tile) => <Skeleton key={tile} height={92} width="128px" />)
          : pictures.map((picture) => (
              <StripTile key={picture.id} picture={picture} onOpen={() => onOpen(picture)} />
            ))}
      </div>
    </section>
  )
}

function StripTile({ picture, onOpen }: { picture: Picture; onOpen: () => void }) {
  const { url } = useObjectUrl(picture.thumbnailKey ?? picture.previewKey)
  const label = t.library.open(nameOf(picture))
  return (
    <button
      type="button"
      className={styles['tile']}
      aria-label={label}
      title={nameOf(picture)}
      onClick={onOpen}
    >
      {url ? <img src={url} alt="" draggable={false} /> : <Skeleton height="100%" />}
    </button>
  )
}
