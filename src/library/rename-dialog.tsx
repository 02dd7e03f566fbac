import { maxTitleLength } from '#domain/picture/limits.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { toAppError } from '../backend/errors.ts'
import { useChangePicture } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { NameDialog } from '../ui/name-dialog.tsx'
import { nameOf } from './names.ts'

/** Gives a picture another title. */
export function RenameDialog({ picture, onClose }: { picture: Picture; onClose: () => void }) {
  const change = useChangePicture()
  return (
    <NameDialog
      words={{ ...t.naming, title: t.library.renameTitle }}
      name={nameOf(picture)}
      maxLength={maxTitleLength}
      error={change.isError ? t.errors[toAppError(change.error).code] : undefined}
      isBusy={change.isPending}
      onSave={(title) => change.mutate({ id: picture.id, title }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
