import type { CSSProperties } from 'react'
import { Field } from './field.tsx'
import styles from './slider.module.css'

/** A whole number on a line; `text` says it as people read it. */
export function Slider(props: {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly value: number
  readonly text: string
  readonly onChange: (value: number) => void
  /** The pointer or key that changed it is let go. */
  readonly onRelease?: () => void
}) {
  const { min, max, value } = props
  const filled = { '--filled': `${(100 * (value - min)) / (max - min || 1)}%` } as CSSProperties
  return (
    <Field label={props.label} hint={props.text}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          type="range"
          className={styles['slider']}
          style={filled}
          min={min}
          max={max}
          value={value}
          aria-valuetext={props.text}
          onChange={(event) => props.onChange(event.target.valueAsNumber)}
          onPointerUp={props.onRelease}
          onKeyUp={props.onRelease}
          onBlur={props.onRelease}
        />
      )}
    </Field>
  )
}
