import type { OldEdge } from '#domain/operation/outpaint.ts'
import { oldEdges } from '#domain/operation/outpaint.ts'
import {
  framedRect,
  frameFor,
  framePx,
  isFramed,
  noFrame,
  type Side,
  withSide,
} from '../editor/document/frame.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Field, Segmented } from '../ui/field.tsx'
import styles from './frame-fields.module.css'
import panel from './generate-panel.module.css'
import type { PanelProps } from './panel-props.ts'
import { changeSettings } from './settings.ts'

const sides: readonly Side[] = ['left', 'right', 'up', 'down']
const shapes = [
  { name: '1:1', aspect: 1 },
  { name: '4:5', aspect: 4 / 5 },
  { name: '3:2', aspect: 3 / 2 },
  { name: '16:9', aspect: 16 / 9 },
  { name: '9:16', aspect: 9 / 16 },
] as const

/** By how much the picture grows: by shape, by side in pixels, and how old and new meet. */
export function FrameFields({ situation, draft }: PanelProps) {
  const { setFrame } = editorStore.getState().actions
  const { picture } = situation
  const { frame } = draft
  if (!picture) return null
  const { widthPx, heightPx } = picture
  const canvas = { x: 0, y: 0, width: widthPx, height: heightPx }
  const { width, height } = framedRect(frame, canvas)
  return (
    <>
      <fieldset className={styles['shapes']} aria-label={t.extend.shapes}>
        {shapes.map(({ name, aspect }) => (
          <Button key={name} size="small" onClick={() => setFrame(frameFor(aspect, canvas))}>
            {name}
          </Button>
        ))}
        <Button
          look="quiet"
          size="small"
          disabled={!isFramed(frame)}
          onClick={() => setFrame(noFrame)}
        >
          {t.extend.reset}
        </Button>
      </fieldset>
      <div className={styles['sides']}>
        {sides.map((side) => (
          <Field key={side} label={t.extend.sides[side]}>
            {({ id, describedBy }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                inputMode="numeric"
                value={framePx(frame, side)}
                onChange={(event) => {
                  const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 5)
                  setFrame(withSide(frame, side, Number(digits)))
                }}
                onFocus={(event) => event.target.select()}
              />
            )}
          </Field>
        ))}
      </div>
      <p className={panel['note']}>{t.extend.becomes(width, height)}</p>
      <EdgeField edge={draft.edge} />
    </>
  )
}

function EdgeField({ edge }: { readonly edge: OldEdge }) {
  return (
    <div>
      <Segmented
        label={t.extend.edge}
        value={edge}
        choices={oldEdges.map((value) => ({ value, label: t.extend.edges[value].name }))}
        onChange={(value) => changeSettings({ edge: value })}
      />
      <p className={panel['note']}>{t.extend.edges[edge].hint}</p>
    </div>
  )
}
