import styles from './status.module.css'

/** A grey block where something is still loading; hidden from assistive technology. */
export function Skeleton(props: { readonly height: number | string; readonly width?: string }) {
  return (
    <div
      aria-hidden="true"
      className={styles['skeleton']}
      style={{ height: props.height, width: props.width ?? '100%' }}
    />
  )
}

/** A turning ring; with `value` (0 to 1) a ring that fills. `label` names what is under way. */
export function ProgressRing(props: {
  readonly label: string
  readonly value?: number
  readonly sizePx?: number
}) {
  const { label, value, sizePx = 18 } = props
  const fraction = value ?? 0.28
  return (
    <svg
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a progress element is no ring
      role="progressbar"
      aria-label={label}
      {...(value === undefined ? {} : { 'aria-valuenow': Math.round(value * 100) })}
      aria-valuemin={0}
      aria-valuemax={100}
      className={`${styles['ring']} ${value === undefined ? styles['turning'] : ''}`}
      width={sizePx}
      height={sizePx}
      viewBox="0 0 20 20"
    >
      <circle cx="10" cy="10" r="8" className={styles['track']} />
      <circle
        cx="10"
        cy="10"
        r="8"
        pathLength="1"
        strokeDasharray={`${fraction} 1`}
        className={styles['arc']}
      />
    </svg>
  )
}
