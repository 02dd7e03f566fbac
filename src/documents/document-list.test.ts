import { expect, test } from 'vitest'
import { documentIdSchema } from '#domain/ids.ts'
import { aDocument } from '../../tests/builders/document.ts'
import { noon, uuid } from '../../tests/builders/generation.ts'
import { listedDocuments } from './document-list.ts'
import type { LocalEntry } from './local-documents.ts'

function anEntry(n: number, more: Partial<LocalEntry> = {}): LocalEntry {
  const id = documentIdSchema.parse(uuid(n))
  const known = {
    name: 'Here',
    isRenamed: false,
    isBare: false,
    rootPictureId: undefined,
    saves: {},
  }
  return { id, owner: 'ada', ...known, revision: 1, isUnsaved: false, changedAtMs: noon, ...more }
}
const at = (seconds: number) => new Date(noon + seconds * 1_000).toISOString()
const brief = (records: Parameters<typeof listedDocuments>[0], entries: LocalEntry[]) =>
  listedDocuments(records, entries).map(({ id, name, isOnlyHere }) => [id, name, isOnlyHere])

test('the last changed is first, wherever it was changed; what is in the trash is not there', () => {
  const records = [
    aDocument({ id: uuid(700), name: 'Harbour', updatedAt: at(1) }),
    aDocument({ id: uuid(701), name: 'Port', updatedAt: at(2) }),
    aDocument({ id: uuid(702), trashedAt: at(3), updatedAt: at(3) }),
  ]
  const newer = anEntry(700, { isUnsaved: true, changedAtMs: noon + 5_000 })
  expect(brief(records, [newer])).toEqual([
    [uuid(700), 'Harbour', false],
    [uuid(701), 'Port', false],
  ])
})

test('a name that was given here is shown before the account has it', () => {
  const renamed = anEntry(700, { isUnsaved: true, isRenamed: true, name: 'Quay' })
  expect(brief([aDocument()], [renamed])).toEqual([[uuid(700), 'Quay', false]])
})

test('what only this device has is listed, unless nothing was done with it or it was removed elsewhere', () => {
  const entries = [
    anEntry(700, { revision: 0, isUnsaved: true }),
    anEntry(701, { revision: 0, isUnsaved: true, isBare: true }),
    anEntry(702),
  ]
  expect(brief([], entries)).toEqual([[uuid(700), 'Here', true]])
})
