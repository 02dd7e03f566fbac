import { expect, test } from 'vitest'
import type { AppError } from '#domain/errors.ts'
import { say } from '../i18n/say.ts'
import { toAppError } from './errors.ts'
import { checkImage } from './image-file.ts'

test.each([
  ['an empty file', new Blob([]), 'The file is empty.'],
  ['a text that calls itself a PNG', new Blob(['hello'], { type: 'image/png' }), 'not a picture'],
  ['a photo of an iPhone', new Blob(['\0\0\0\u0018ftypheic\0\0\0\0mif1heic']), 'Most Compatible'],
  ['more than 100 MB', { size: 100_000_001 } as Blob, 'larger than 100 MB'],
])('%s is refused with a plain reason', async (_name, file, reason) => {
  const refusal = await checkImage(file).catch(toAppError)
  expect(refusal).toMatchObject({ code: 'INVALID_IMAGE' })
  expect(say((refusal as AppError).reason)).toContain(reason)
})

test('a kind that no browser has to decode is left to the backend', async () => {
  const checked = await checkImage(new Blob(['MM\0*\0\0\0\u0008']))
  expect(checked).toEqual({ mime: 'image/tiff', sha256: expect.any(String) as string })
})
