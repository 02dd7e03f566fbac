import type { AppError } from '#domain/errors.ts'
import type { Proof } from '../backend/fresh-sign-in.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Field } from '../ui/field.tsx'
import { CodeField } from './code-field.tsx'

/** The password, and the code of an authenticator app once that is asked for. */
export function ProofFields(props: {
  readonly proof: Proof
  readonly error: AppError | undefined
  readonly onChange: (proof: Proof) => void
}) {
  const { proof, error, onChange } = props
  const asksForCode = error?.field === 'code' || proof.code !== ''
  const isCodeMissing = asksForCode && proof.code === ''
  return (
    <>
      <Field
        label={t.account.password}
        error={error?.field === 'password' ? say(error.reason) : undefined}
      >
        {({ id, describedBy }) => (
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={error?.field === 'password'}
            type="password"
            autoComplete="current-password"
            value={proof.password}
            onChange={(event) => onChange({ ...proof, password: event.target.value })}
          />
        )}
      </Field>
      {asksForCode ? (
        <CodeField
          code={proof.code}
          error={error && (isCodeMissing || error.field === 'code') ? say(error.reason) : undefined}
          onChange={(code) => onChange({ ...proof, code })}
        />
      ) : null}
    </>
  )
}
