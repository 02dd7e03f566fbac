import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { pictureIdOf, userIdSchema } from './ids.ts'

const digests = fc
  .uint8Array({ minLength: 1, maxLength: 8 })
  .map((bytes) => createHash('sha256').update(bytes).digest('hex'))

test('a picture’s id is a UUIDv5 that owner and bytes decide', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid({ version: 4 }), digests, digests, async (owner, one, other) => {
      const sub = userIdSchema.parse(owner)
      const id = await pictureIdOf(sub, one)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(await pictureIdOf(sub, one)).toBe(id)
      expect((await pictureIdOf(sub, other)) === id).toBe(one === other)
    }),
  )
})
