import ChevronUp from 'lucide-react/icons/chevron-up'
import { type ReactElement, useState } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { pictureIdSchema } from '#domain/ids.ts'
import { useThumbnail } from '../../backend/queries.ts'
import { t } from '../../i18n/language.ts'
import { MenuItem } from '../../ui/menu.tsx'
import { Popover } from '../../ui/popover.tsx'
import { canvasRect, type EditorDocument } from '../document/document.ts'
import { statesOf } from '../document/history.ts'
import { type Step, stepOf } from '../document/step-of.ts'
import { regionPath, svgPathOf } from '../layers/region-path.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { layerTitle } from '../store/job-title.ts'
import styles from './steps-menu.module.css'
import { ToolButton } from './tool-button.tsx'

const words = t.editor.steps
/** A list that is longer is first shown in its last part. */
const shownAtOnce = 30

/** What was done to the document, the last first, with pictures; a click goes back, or on, to there. */
export function StepsMenu(): ReactElement {
  return (
    <Popover
      label={words.title}
      className={styles['menu']}
      renderTrigger={(opens) => (
        <ToolButton label={words.title} icon={ChevronUp} isNarrow {...opens} />
      )}
    >
      <Steps />
    </Popover>
  )
}

function Steps(): ReactElement {
  const history = useEditor(({ document }) => document)
  const [shown, setShown] = useState(shownAtOnce)
  const states = statesOf(history)
  const present = history.past.length
  // What is undone is few, and first; of what was done, the last.
  const first = Math.max(0, present - shown)
  const rows = states.slice(first).map((state, index) => ({ state, index: first + index }))
  return (
    <>
      {rows.toReversed().map(({ state, index }) => (
        <MenuItem
          key={index}
          icon={<Thumb state={state} step={stepOf(states[index - 1], state)} />}
          isChosen={index === present}
          onClick={() => editorStore.getState().actions.goTo(index)}
        >
          <StepText step={stepOf(states[index - 1], state)} isUndone={index > present} />
        </MenuItem>
      ))}
      {first > 0 ? (
        <div data-stays>
          <MenuItem onClick={() => setShown(shown + 3 * shownAtOnce)}>
            {words.earlier(first)}
          </MenuItem>
        </div>
      ) : null}
    </>
  )
}

function StepText({ step, isUndone }: { readonly step: Step; readonly isUndone: boolean }) {
  const { kind, layer } = step
  return (
    <span className={styles['text']} data-undone={isUndone}>
      <strong>{words.kinds[kind]}</strong>
      {layer ? <span>{layerTitle(layer)}</span> : null}
    </span>
  )
}

/** The picture with the place where the step was done. */
function Thumb({ state, step }: { readonly state: EditorDocument; readonly step: Step }) {
  const pictureId = pictureIdSchema.safeParse(state.base?.pictureId).data
  const { url } = useThumbnail(pictureId)
  const canvas = canvasRect(state)
  return (
    <span className={styles['thumb']} aria-hidden="true">
      {url ? <img src={url} alt="" draggable={false} /> : null}
      {canvas && step.strokes.length > 0 ? <Place step={step} canvas={canvas} /> : null}
    </span>
  )
}

function Place({ step, canvas }: { readonly step: Step; readonly canvas: Rect }) {
  const line = svgPathOf(regionPath(step.strokes, canvas).segments)
  return (
    <svg
      viewBox={`${canvas.x} ${canvas.y} ${canvas.width} ${canvas.height}`}
      preserveAspectRatio="xMidYMid meet"
    >
      <path d={line} fill="none" strokeWidth={canvas.width / 20} />
      <path d={line} fill="none" strokeWidth={canvas.width / 40} />
    </svg>
  )
}
