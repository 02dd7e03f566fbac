import { useId, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'

/** The words of the dialog, in the person's language. */
export type NameDialogWords = {
  readonly title: string
  readonly name: string
  readonly save: string
  readonly cancel: string
  readonly close: string
}

/**
 * Asks for another name.
 * @param onSave is given the name without spaces around it, which may be empty
 */
export function NameDialog(props: {
  readonly words: NameDialogWords
  readonly name: string
  readonly maxLength: number
  readonly error?: string | undefined
  readonly isBusy?: boolean
  readonly onSave: (name: string) => void
  readonly onClose: () => void
}) {
  const { words, maxLength, error, isBusy = false, onSave, onClose } = props
  const [name, setName] = useState(props.name)
  const formId = useId()
  const footer = (
    <>
      <Button onClick={onClose}>{words.cancel}</Button>
      <Button look="primary" type="submit" form={formId} disabled={isBusy}>
        {words.save}
      </Button>
    </>
  )
  return (
    <Dialog title={words.title} closeLabel={words.close} footer={footer} onClose={onClose}>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          onSave(name.trim())
        }}
      >
        <Field label={words.name} error={error}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              maxLength={maxLength}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
