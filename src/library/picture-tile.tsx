import Download from 'lucide-react/icons/download'
import Ellipsis from 'lucide-react/icons/ellipsis'
import ImageOff from 'lucide-react/icons/image-off'
import Pencil from 'lucide-react/icons/pencil'
import Settings2 from 'lucide-react/icons/settings-2'
import Star from 'lucide-react/icons/star'
import StarOff from 'lucide-react/icons/star-off'
import Trash2 from 'lucide-react/icons/trash-2'
import type { Picture } from '#domain/picture/picture.ts'
import { useObjectUrl } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { sayText } from '../i18n/say.ts'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './library.module.css'
import { nameOf } from './names.ts'

export type TileActions = {
  readonly onOpen: (picture: Picture) => void
  readonly onRename: (picture: Picture) => void
  readonly onFavour: (picture: Picture) => void
  readonly onDownload: (picture: Picture) => void
  readonly onReuse: (picture: Picture) => void
  readonly onRemove: (picture: Picture) => void
}

/** One picture of the library. One that was not accepted says why and can only be deleted. */
export function PictureTile(props: TileActions & { readonly picture: Picture }) {
  const { picture } = props
  const name = nameOf(picture)
  const size = picture.width && picture.height ? `${picture.width} × ${picture.height}` : ''
  const isRejected = picture.status === 'REJECTED'
  return (
    <li className={styles['tile']}>
      <button
        type="button"
        className={styles['open']}
        aria-label={t.library.open(name)}
        disabled={isRejected}
        onClick={() => props.onOpen(picture)}
      >
        <TileImage picture={picture} />
      </button>
      {picture.favourite ? (
        <Star className={styles['star']} size={15} fill="currentColor" aria-hidden="true" />
      ) : null}
      <div className={styles['caption']}>
        <div>
          <strong title={name}>{name}</strong>
          <span title={sayText(picture.reason)}>
            {isRejected ? `${t.library.rejected}: ${sayText(picture.reason) ?? ''}` : size}
          </span>
        </div>
        <TileMenu {...props} name={name} />
      </div>
    </li>
  )
}

function TileImage({ picture }: { picture: Picture }) {
  const { url, error } = useObjectUrl(picture.thumbnailKey ?? picture.previewKey)
  if (url) return <img src={url} alt="" loading="lazy" draggable={false} />
  const isMissing = error !== null || picture.status === 'REJECTED'
  return isMissing ? <ImageOff size={22} aria-hidden="true" /> : <Skeleton height="100%" />
}

function TileMenu(props: TileActions & { readonly picture: Picture; readonly name: string }) {
  const { picture, name } = props
  const isReady = picture.status === 'READY'
  return (
    <Menu label={t.library.actions(name)} icon={<Ellipsis size={17} />} size="small">
      {isReady ? (
        <>
          <MenuItem icon={<Pencil size={16} />} onClick={() => props.onRename(picture)}>
            {t.library.rename}
          </MenuItem>
          <MenuItem
            icon={picture.favourite ? <StarOff size={16} /> : <Star size={16} />}
            onClick={() => props.onFavour(picture)}
          >
            {picture.favourite ? t.library.unfavourite : t.library.favourite}
          </MenuItem>
          <MenuItem icon={<Download size={16} />} onClick={() => props.onDownload(picture)}>
            {t.history.download}
          </MenuItem>
          {picture.madeWith || picture.generationId ? (
            <MenuItem icon={<Settings2 size={16} />} onClick={() => props.onReuse(picture)}>
              {t.library.reuse}
            </MenuItem>
          ) : null}
          <MenuLine />
        </>
      ) : null}
      <MenuItem danger icon={<Trash2 size={16} />} onClick={() => props.onRemove(picture)}>
        {t.library.remove}
      </MenuItem>
    </Menu>
  )
}
