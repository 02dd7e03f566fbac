import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from './pack.ts'

const points = fc
  .array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
  .map((each) => Int32Array.from(each))
const names = fc.constantFrom('a', 'b', '$list', '$$list', '$', '__proto')
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
    fc.boolean(),
    fc.constant(null),
    points,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(names, tie('data'), { maxKeys: 4 }),
  ),
}))

test('what is unpacked is what was packed, and the same data gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(data, async (each) => {
      const bytes = await pack(each)
      expect(await unpack(bytes)).toEqual(plain(each))
      expect(await pack(each)).toEqual(bytes)
    }),
  )
})

/** JSON has no negative zero, and a dictionary of fast-check no prototype. */
function plain(each: unknown): unknown {
  if (typeof each === 'number') return each === 0 ? 0 : each
  if (each instanceof Int32Array || typeof each !== 'object' || each === null) return each
  if (Array.isArray(each)) return each.map(plain)
  return Object.fromEntries(Object.entries(each).map(([name, value]) => [name, plain(value)]))
}

test('a thousand strokes of sixty points are well below the bound of a document', async () => {
  const strokes = Array.from({ length: 1_000 }, (_, stroke) =>
    Int32Array.from({ length: 120 }, (_, at) =>
      Math.round(4 * (stroke * 3 + 40 * Math.sin((stroke + at) / 9) + at)),
    ),
  )
  expect((await pack(strokes)).length).toBeLessThan(300_000)
})

test('bytes of something else are refused', async () => {
  const other = await new Response(
    new Blob(['{}']).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  for (const bytes of [new Uint8Array(other), Uint8Array.of(1, 2, 3), new Uint8Array()]) {
    await expect(unpack(bytes)).rejects.toMatchObject({ code: 'INTERNAL' })
  }
})
