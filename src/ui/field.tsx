import { type ReactNode, useId } from 'react'
import styles from './field.module.css'

export type FieldProps = {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  /** Draws the control; `id` and `describedBy` tie it to the label, the hint and the error. */
  readonly children: (ties: { id: string; describedBy: string }) => ReactNode
}

/** A label above a control, a hint to its right, an error below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className={styles['field']}>
      <div className={styles['head']}>
        <label htmlFor={id}>{label}</label>
        {hint === undefined ? null : <span className={styles['hint']}>{hint}</span>}
      </div>
      {children({ id, describedBy: noteId })}
      <p id={noteId} className={styles['error']} role={error ? 'alert' : undefined}>
        {error}
      </p>
    </div>
  )
}

/** Something that is so or not, with what that means below. */
export function CheckField(props: {
  readonly label: string
  readonly hint: string
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
}) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className={styles['check']}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={hintId}
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <label htmlFor={id}>{props.label}</label>
      <p id={hintId}>{props.hint}</p>
    </div>
  )
}

/** Mutually exclusive choices side by side, as native radio buttons. */
export function Segmented<T extends string | number>(props: {
  readonly label: string
  readonly value: T
  readonly choices: readonly {
    readonly value: T
    readonly label: string
    readonly isDisabled?: boolean
  }[]
  readonly onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles['segmented']}>
      <legend className={styles['legend']}>{props.label}</legend>
      <div className={styles['segments']}>
        {props.choices.map((choice) => (
          <label key={choice.value} className={styles['segment']}>
            <input
              type="radio"
              name={name}
              checked={choice.value === props.value}
              disabled={choice.isDisabled}
              onChange={() => props.onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
