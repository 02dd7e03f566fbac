import type { ReactElement } from 'react'
import { t } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import type { Finder } from '../store/editor-state.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { objectInHand } from '../store/object-in-hand.ts'
import styles from './finder-card.module.css'

const { finishObject, setFinder } = editorStore.getState().actions
const words = t.editor.select

/** What select by click needs, does, and can do next; above the toolbar. */
export function FinderCard(): ReactElement | null {
  const tool = useEditor(({ session }) => session.tool)
  const finder = useEditor(({ session }) => session.finder)
  const bottomPx = useEditor(({ session }) => session.insets.bottom)
  if (tool !== 'OBJECT') return null
  return (
    <section className={styles['card']} style={{ bottom: bottomPx + 8 }} aria-label={words.title}>
      {finder.kind === 'ASKING' ? <Question bytes={finder.bytes} /> : <State finder={finder} />}
    </section>
  )
}

function Question({ bytes }: { readonly bytes: number }): ReactElement {
  const megabytes = Math.round(bytes / 1e6)
  return (
    <>
      <p>{words.ask(megabytes)}</p>
      <div className={styles['buttons']}>
        <Button
          size="small"
          look="primary"
          onClick={() => setFinder({ kind: 'LOADING', share: 0 })}
        >
          {words.load(megabytes)}
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => setFinder({ kind: 'BY_COLOUR', reason: 'DECLINED' })}
        >
          {words.byColour}
        </Button>
      </div>
    </>
  )
}

function State({ finder }: { readonly finder: Finder }): ReactElement {
  const hasObject = useEditor((state) => objectInHand(state) !== undefined)
  const percent = finder.kind === 'LOADING' ? Math.round(100 * finder.share) : undefined
  return (
    <>
      {percent === undefined ? null : (
        <progress value={percent} max={100} aria-label={words.title} />
      )}
      <output>{sentenceOf(finder, hasObject)}</output>
      <div className={styles['buttons']}>
        {hasObject ? (
          <Button size="small" onClick={finishObject}>
            {words.next}
          </Button>
        ) : null}
        {finder.kind === 'BY_COLOUR' ? (
          <Button size="small" look="quiet" onClick={() => setFinder({ kind: 'OFF' })}>
            {words.retry}
          </Button>
        ) : null}
      </div>
    </>
  )
}

function sentenceOf(finder: Finder, hasObject: boolean): string {
  if (finder.kind === 'LOADING') return words.loading(Math.round(100 * finder.share))
  if (finder.kind === 'LOOKING') return words.looking
  if (finder.kind === 'FINDING') return words.finding
  if (hasObject) return words.further
  return finder.kind === 'BY_COLOUR' ? words.colour[finder.reason] : words.hint
}
