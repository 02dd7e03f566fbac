import { documentLimits } from '#domain/document/limits.ts'
import { t } from '../i18n/language.ts'
import { NameDialog } from '../ui/name-dialog.tsx'
import { renameDocument } from './document-actions.ts'
import type { Listed } from './document-list.ts'

/** Gives a document another name. */
export function RenameDocument(props: { readonly document: Listed; readonly onClose: () => void }) {
  const { document, onClose } = props
  return (
    <NameDialog
      words={{ ...t.naming, title: t.documents.renameTitle }}
      name={document.name}
      maxLength={documentLimits.maxNameLength}
      onSave={(name) => {
        void renameDocument(document, name)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
