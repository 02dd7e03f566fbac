/** Texts of the documents that a person has, and of what becomes of them. */
export const documentMessages = {
  title: 'Your documents',
  trash: 'Trash',
  trashTitle: 'Trash',
  trashText: 'Documents stay here for 30 days. Until then they can be restored as they were.',
  trashEmpty: 'The trash is empty.',
  trashFailed: 'The trash could not be loaded.',
  open: (name: string) => `Open document ${name}`,
  actions: (name: string) => `Actions for document ${name}`,
  untitled: 'Untitled',
  rename: 'Rename',
  renameTitle: 'Rename document',
  duplicate: 'Duplicate',
  duplicateOf: (name: string) => `${name} (copy)`,
  duplicated: 'Duplicated.',
  remove: 'Move to the trash',
  removed: 'Moved to the trash.',
  restore: 'Restore',
  restored: 'Restored.',
  removeForGood: 'Delete for good',
  removedForGood: 'Deleted for good.',
  failed: (reason: string) => `That did not work. ${reason}`,
  changed: (when: string) => `Changed ${when}`,
  onlyHere: 'On this device only',
  notThere: 'This document is not there any more.',
  notOpened: (reason: string) => `The document could not be opened. ${reason}`,
  notSaved: (reason: string) =>
    `The document is kept on this device, but could not be saved to your account. ${reason}`,
  twice: (layers: number) =>
    layers === 1
      ? 'A layer was changed here and elsewhere. Both versions are there, one of them hidden.'
      : `${layers} layers were changed here and elsewhere. Both versions of each are there, one of them hidden.`,
  copied: {
    MINE: {
      text: 'Two devices changed the same thing. This document has what the other one did; your version is a document of its own.',
      label: 'Open your version',
    },
    THEIRS: {
      text: 'Two devices changed the same thing. This document has what you did here; the other version is a document of its own.',
      label: 'Open the other version',
    },
  },
  usedBy: (documents: number) =>
    documents === 1
      ? '1 document uses it and stays as it is.'
      : `${documents} documents use it and stay as they are.`,
} as const
