import { useId, useState } from 'react'
import { maxTitleLength } from '#domain/picture/limits.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { toAppError } from '../backend/errors.ts'
import { useChangePicture } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { nameOf } from './names.ts'

/** Gives a picture another title. */
export function RenameDialog({ picture, onClose }: { picture: Picture; onClose: () => void }) {
  const [title, setTitle] = useState(nameOf(picture))
  const change = useChangePicture()
  const formId = useId()
  const error = change.isError ? t.errors[toAppError(change.error).code] : undefined
  const footer = (
    <>
      <Button onClick={onClose}>{t.cancel}</Button>
      <Button look="primary" type="submit" form={formId} disabled={change.isPending}>
        {t.library.save}
      </Button>
    </>
  )
  return (
    <Dialog title={t.library.renameTitle} closeLabel={t.close} footer={footer} onClose={onClose}>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ id: picture.id, title: title.trim() }, { onSuccess: onClose })
        }}
      >
        <Field label={t.library.name} error={error}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              maxLength={maxTitleLength}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
