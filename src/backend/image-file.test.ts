import { expect, test } from 'vitest'
import { checkImage, sniffImage } from './image-file.ts'

test('the type is told by the bytes', () => {
  const webp = [0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50]
  const seen = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff, 0xe1], webp, [0x47, 0x49, 0x46, 0x38]]
  expect(seen.map((bytes) => sniffImage(Uint8Array.from(bytes)))).toEqual([
    'image/png',
    'image/jpeg',
    'image/webp',
    undefined,
  ])
})

test.each([
  ['an empty file', new Blob([]), 'The file is empty.'],
  ['a text that calls itself a PNG', new Blob(['hello'], { type: 'image/png' }), 'not a PNG'],
  ['more than 100 MB', { size: 100_000_001 } as Blob, 'larger than 100 MB'],
])('%s is refused with a plain reason', async (_name, file, reason) => {
  await expect(checkImage(file)).rejects.toMatchObject({
    code: 'INVALID_IMAGE',
    detail: expect.stringContaining(reason) as string,
  })
})
