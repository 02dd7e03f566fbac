import ArrowLeft from 'lucide-react/icons/arrow-left'
import { useEffect, useRef } from 'react'
import { type DrawAim, drawAims } from '../editor/store/aim.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { layerTitle } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/field.tsx'
import type { Draft, Situation } from './draft.ts'
import styles from './generate-panel.module.css'

/** What is being done, in a title and a sentence, and the way to something else. */
export function AimHead({ situation, draft }: { situation: Situation; draft: Draft }) {
  const { setAim, select } = editorStore.getState().actions
  const { aim, picture, layer } = situation
  const { title, help } = headOf(situation, draft)
  const heading = useRef<HTMLHeadingElement>(null)
  const last = useRef(situation)
  useEffect(() => {
    const isChosen = last.current.aim !== aim && last.current.picture === picture
    last.current = { ...last.current, aim, picture }
    // The button that led here is gone; who came by it goes on reading at the title.
    if (isChosen && document.activeElement === document.body) heading.current?.focus()
  }, [aim, picture])
  return (
    <header className={styles['head']}>
      {layer ? (
        <Button
          look="quiet"
          size="small"
          className={styles['back'] ?? ''}
          icon={<ArrowLeft size={15} aria-hidden="true" />}
          onClick={() => select(null)}
        >
          {picture ? t.layers.newRegion : t.top.newPicture}
        </Button>
      ) : null}
      {picture && !layer && aim !== 'INPAINT' ? (
        <Button
          look="quiet"
          size="small"
          className={styles['back'] ?? ''}
          icon={<ArrowLeft size={15} aria-hidden="true" />}
          onClick={() => setAim('INPAINT')}
        >
          {t.generate.back}
        </Button>
      ) : null}
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>{help}</p>
      {picture || layer ? null : (
        <div className={styles['ways']}>
          <Segmented
            label={t.generate.startFrom}
            value={aim}
            choices={drawAims.map((value) => ({ value, label: t.operations[value].start.way }))}
            onChange={setAim}
          />
        </div>
      )}
    </header>
  )
}

function headOf({ aim, picture, isMasked, layer }: Situation, draft: Draft) {
  if (layer) return { title: layerTitle(layer), help: t.layers.help }
  if (!picture)
    return { title: t.generate.titles.GENERATE, help: t.operations[wayOf(aim)].start.help }
  if (aim !== 'INPAINT') return { title: t.operations[aim].name, help: t.operations[aim].help }
  const step = isMasked ? (draft.prompt.trim() === '' ? 'REMOVE' : 'REPLACE') : 'PAINT_FIRST'
  return { title: t.generate.titles[step], help: t.generate.help[step] }
}

function wayOf(aim: Situation['aim']): DrawAim {
  return drawAims.find((each) => each === aim) ?? 'TEXT_TO_IMAGE'
}
