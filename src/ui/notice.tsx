import CircleAlert from 'lucide-react/icons/circle-alert'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ReactNode } from 'react'
import styles from './status.module.css'

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert } as const

/** A plain message in place: what is so, what can be done, and the buttons that do it. */
export function Notice(props: {
  readonly tone: keyof typeof icons
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  const Icon = icons[props.tone]
  return (
    <div
      className={`${styles['notice']} ${styles[props.tone]}`}
      role={props.tone === 'danger' ? 'alert' : 'note'}
    >
      <Icon size={16} aria-hidden="true" />
      <div className={styles['noticeText']}>
        <strong>{props.title}</strong>
        {props.children ? <div className={styles['noticeDetail']}>{props.children}</div> : null}
        {props.actions ? <div className={styles['noticeActions']}>{props.actions}</div> : null}
      </div>
    </div>
  )
}
