import { expect, test } from 'vitest'
import { aDocument } from '../../tests/builders/document.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { generationIdSchema, pictureIdSchema } from '../ids.ts'
import { documentsWith } from './used-by.ts'

test('documents that use a picture or a job are counted, those in the trash too', () => {
  const trashedAt = '2026-11-21T12:00:00.000Z'
  const documents = [
    aDocument({ generationIds: [uuid(1)] }),
    aDocument({ id: uuid(701), trashedAt }),
    aDocument({ id: uuid(702), pictureIds: [uuid(101)] }),
  ]
  expect(documentsWith(documents, pictureIdSchema.parse(uuid(100)))).toBe(2)
  expect(documentsWith(documents, generationIdSchema.parse(uuid(1)))).toBe(1)
  expect(documentsWith(documents, generationIdSchema.parse(uuid(2)))).toBe(0)
})
