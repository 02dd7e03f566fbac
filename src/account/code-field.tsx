import { t } from '../i18n/language.ts'
import { Field } from '../ui/field.tsx'

/** Six digits that an authenticator app shows. */
export function CodeField(props: {
  readonly code: string
  readonly error: string | undefined
  readonly onChange: (code: string) => void
}) {
  return (
    <Field label={t.account.code} error={props.error}>
      {({ id, describedBy }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={props.error !== undefined}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={6}
          value={props.code}
          onChange={(event) => props.onChange(event.target.value.replaceAll(/\D/g, ''))}
        />
      )}
    </Field>
  )
}
