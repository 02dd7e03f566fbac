import ImagePlus from 'lucide-react/icons/image-plus'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import { useObjectUrl } from '../backend/queries.ts'
import type { Aim } from '../editor/store/aim.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { isOffered } from './offer.ts'
import type { PanelProps } from './panel-props.ts'
import { type PickedPicture, setPicks } from './picks.ts'
import styles from './picks-field.module.css'
import { PicturePicker } from './picture-picker.tsx'

type Wanted = {
  readonly label: string
  readonly hint: string
  readonly most: number
  /** What words call the first of them; left out, nothing does. */
  readonly firstNumber?: number
}

/** The pictures that guide beside the open one: a style, a structure, colours, or more to vary. */
export function PicksField(props: PanelProps) {
  const { aim, picture } = props.situation
  const [isPicking, setIsPicking] = useState(false)
  const wanted = wantedBy[aim]?.(props)
  if (!wanted) return null
  const picks = props.draft.picks[aim] ?? []
  const has = new Set([...picks.map(({ id }) => id as string), picture?.pictureId])
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would be styled anew
    <div role="group" aria-label={wanted.label} className={styles['picks']}>
      <span className={styles['label']} aria-hidden="true">
        {wanted.label}
      </span>
      {picks.map((pick, at) => (
        <Pick
          key={pick.id}
          pick={pick}
          number={wanted.firstNumber === undefined ? undefined : wanted.firstNumber + at}
          onRemove={() =>
            setPicks(
              aim,
              picks.filter(({ id }) => id !== pick.id),
            )
          }
        />
      ))}
      {picks.length < wanted.most ? (
        <Button
          icon={<ImagePlus size={16} aria-hidden="true" />}
          aria-haspopup="dialog"
          onClick={() => setIsPicking(true)}
        >
          {picks.length > 0 ? t.picks.another : wanted.hint}
        </Button>
      ) : null}
      {isPicking ? (
        <PicturePicker
          title={wanted.label}
          taken={has}
          onPick={(pick) => {
            setPicks(aim, [...picks, pick].slice(-wanted.most))
            setIsPicking(false)
          }}
          onClose={() => setIsPicking(false)}
        />
      ) : null}
    </div>
  )
}

function Pick(props: {
  readonly pick: PickedPicture
  readonly number: number | undefined
  readonly onRemove: () => void
}) {
  const { pick, number, onRemove } = props
  const { url } = useObjectUrl(pick.thumbnailKey)
  return (
    <div className={styles['pick']}>
      <div className={styles['thumb']}>
        {url ? <img src={url} alt="" draggable={false} /> : <Skeleton height="100%" />}
      </div>
      <span title={pick.name}>
        {number === undefined ? null : <b>{t.picks.numbered(number)}</b>}
        {pick.name}
      </span>
      <button type="button" aria-label={t.picks.remove(pick.name)} onClick={onRemove}>
        <X size={15} aria-hidden="true" />
      </button>
    </div>
  )
}

/** How many pictures a model takes beside the open one. */
function referencesOf({ ability }: PanelProps['offer']): number {
  return (ability.pictures?.max ?? 1) - 1
}

const wantedBy: { readonly [Each in Aim]?: (props: PanelProps) => Wanted | undefined } = {
  STYLE: () => ({ ...t.picks.STYLE, most: 1 }),
  STRUCTURE: ({ situation }) => (situation.picture ? undefined : { ...t.picks.STRUCTURE, most: 1 }),
  COLOR_GUIDED: () =>
    isOffered('COLOR_GUIDED_BY_PICTURE') ? { ...t.picks.COLOR_GUIDED, most: 1 } : undefined,
  VARIATION: ({ offer }) =>
    isOffered('BLEND')
      ? { ...t.picks.VARIATION, most: Math.max(1, referencesOf(offer)) }
      : undefined,
  INSTRUCT: ({ offer }) =>
    referencesOf(offer) > 0
      ? { ...t.picks.INSTRUCT, most: Math.min(4, referencesOf(offer)), firstNumber: 2 }
      : undefined,
}
