import { Component, type ReactNode } from 'react'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './fault-boundary.module.css'

type State = { readonly isBroken: boolean }

/** Keeps a fault in one part of the app from taking the others with it. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { isBroken: false }

  static getDerivedStateFromError(): State {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    const actions = (
      <>
        <Button size="small" onClick={() => this.setState({ isBroken: false })}>
          {t.fault.again}
        </Button>
        <Button size="small" look="quiet" onClick={() => location.reload()}>
          {t.fault.reload}
        </Button>
      </>
    )
    return (
      <div className={styles['fault']}>
        <Notice tone="danger" title={t.fault.title} actions={actions}>
          {t.fault.text}
        </Notice>
      </div>
    )
  }
}
