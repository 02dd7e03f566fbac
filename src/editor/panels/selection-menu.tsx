import Contrast from 'lucide-react/icons/contrast'
import { type ReactElement, useRef, useState } from 'react'
import { t } from '../../i18n/language.ts'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Slider } from '../../ui/slider.tsx'
import { paintedStrokes } from '../document/document.ts'
import { maxAmountPx } from '../document/region-steps.ts'
import { hasMask } from '../document/stroke.ts'
import { type EditorState, type MaskLook, maskColours } from '../store/editor-state.ts'
import { editorStore, useEditor } from '../store/editor-store.ts'
import { saveMask } from '../store/export-mask.ts'
import styles from './selection-menu.module.css'
import { ToolButton } from './tool-button.tsx'

const { commitStroke, selectFrom, setMaskLook } = editorStore.getState().actions
const words = t.editor.selection

const isMasked = ({ document }: EditorState) => hasMask(paintedStrokes(document.present))
const isOpen = ({ document }: EditorState) => document.present.base !== null

/** What can be done to the mask as a whole. */
export function SelectionMenu(): ReactElement {
  const canChange = useEditor(isMasked)
  const canBegin = useEditor(isOpen)
  return (
    <Popover
      label={words.title}
      renderTrigger={(opens) => <ToolButton label={words.title} icon={Contrast} {...opens} />}
    >
      <MenuItem
        keys={words.allKeys}
        isDisabled={!canBegin}
        onClick={() => commitStroke({ kind: 'ALL' })}
      >
        {words.ALL}
      </MenuItem>
      <MenuItem
        keys={words.invertKeys}
        isDisabled={!canBegin}
        onClick={() => commitStroke({ kind: 'INVERT' })}
      >
        {words.INVERT}
      </MenuItem>
      {(['CLEAR', 'FILL_HOLES'] as const).map((kind) => (
        <MenuItem key={kind} isDisabled={!canChange} onClick={() => commitStroke({ kind })}>
          {words[kind]}
        </MenuItem>
      ))}
      <MenuLine />
      <Amounts isDisabled={!canChange} />
      <MenuLine />
      <Files isOpen={canBegin} />
      <MenuLine />
      <MaskLooks />
    </Popover>
  )
}

const usualPx = 8

function Amounts({ isDisabled }: { readonly isDisabled: boolean }): ReactElement {
  const [px, setPx] = useState(usualPx)
  const isAmount = Number.isInteger(px) && px >= 1 && px <= maxAmountPx
  return (
    <div data-stays>
      <label className={styles['amount']}>
        {words.amount}
        <input
          type="number"
          min={1}
          max={maxAmountPx}
          value={Number.isNaN(px) ? '' : px}
          onChange={(event) => setPx(event.target.valueAsNumber)}
        />
      </label>
      {(['GROW', 'SHRINK', 'FEATHER', 'SMOOTH'] as const).map((kind) => (
        <MenuItem
          key={kind}
          isDisabled={isDisabled || !isAmount}
          onClick={() => commitStroke({ kind, px })}
        >
          {words[kind]}
        </MenuItem>
      ))}
    </div>
  )
}

function save(): Promise<void> {
  const { present } = editorStore.getState().document
  const name = words.fileName(present.base?.title ?? t.top.untitled)
  return saveMask({ ...present, strokes: paintedStrokes(present) }, name)
}

function Files({ isOpen }: { readonly isOpen: boolean }): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <MenuItem isDisabled={!isOpen} onClick={() => selectFrom('TRANSPARENCY')}>
        {words.fromTransparency}
      </MenuItem>
      <span data-stays>
        <MenuItem isDisabled={!isOpen} onClick={() => input.current?.click()}>
          {words.fromFile}
        </MenuItem>
      </span>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        aria-label={words.fromFile}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) selectFrom(file)
          target.value = ''
        }}
      />
      <MenuItem isDisabled={!isOpen} onClick={() => void save()}>
        {words.save}
      </MenuItem>
    </>
  )
}

function MaskLooks(): ReactElement {
  const { colour, opacity, isStriped } = useEditor(({ session }) => session.maskLook)
  const percent = Math.round(100 * opacity)
  return (
    <div className={styles['sliders']} data-stays>
      <label className={styles['amount']}>
        {words.colour}
        <select
          value={colour}
          onChange={({ target }) => setMaskLook({ colour: target.value as MaskLook['colour'] })}
        >
          {maskColours.map((each) => (
            <option key={each} value={each}>
              {words.colours[each]}
            </option>
          ))}
        </select>
      </label>
      <Slider
        label={words.opacity}
        min={10}
        max={100}
        value={percent}
        text={t.editor.percent(percent)}
        onChange={(value) => setMaskLook({ opacity: value / 100 })}
      />
      <label className={styles['amount']}>
        {words.stripes}
        <input
          type="checkbox"
          checked={isStriped}
          onChange={({ target }) => setMaskLook({ isStriped: target.checked })}
        />
      </label>
    </div>
  )
}
