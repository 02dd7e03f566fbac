import { useId, useState } from 'react'
import { documentLimits } from '#domain/document/limits.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { renameDocument } from './document-actions.ts'
import type { Listed } from './document-list.ts'

/** Gives a document another name. */
export function RenameDocument(props: { readonly document: Listed; readonly onClose: () => void }) {
  const [name, setName] = useState(props.document.name)
  const formId = useId()
  const footer = (
    <>
      <Button onClick={props.onClose}>{t.cancel}</Button>
      <Button look="primary" type="submit" form={formId}>
        {t.documents.save}
      </Button>
    </>
  )
  return (
    <Dialog
      title={t.documents.renameTitle}
      closeLabel={t.close}
      footer={footer}
      onClose={props.onClose}
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          void renameDocument(props.document, name.trim())
          props.onClose()
        }}
      >
        <Field label={t.documents.name}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              maxLength={documentLimits.maxNameLength}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
