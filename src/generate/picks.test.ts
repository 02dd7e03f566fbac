import { beforeEach, expect, test, vi } from 'vitest'
import { pictureIdSchema, userIdSchema } from '#domain/ids.ts'
import { clearPicks, dropPicks, picksNow, restorePicks, setPicks } from './picks.ts'

const ada = userIdSchema.parse('0f2c6d1e-0f4a-4c8e-9a35-7d1f0e6b9c42')
const bob = userIdSchema.parse('1f2c6d1e-0f4a-4c8e-9a35-7d1f0e6b9c42')
const [dunes, lake] = [
  '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42',
  '6c2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42',
]
  .map((id) => pictureIdSchema.parse(id))
  .map((id) => ({ id, name: 'A picture', thumbnailKey: `previews/u/${id}.webp` })) as [Pick, Pick]
type Pick = Parameters<typeof setPicks>[1][number]

const all = async () => true

/** As after a reload: only what is on the device is left. */
async function comeBack(person: typeof ada, isThere: (id: Pick['id']) => Promise<boolean> = all) {
  const kept = localStorage.getItem('repaint.picks')
  clearPicks()
  if (kept) localStorage.setItem('repaint.picks', kept)
  await restorePicks(person, isThere)
}

beforeEach(async () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  await restorePicks(ada, all)
})

test('what was picked is there again after a reload', async () => {
  setPicks('STYLE', [dunes])
  setPicks('VARIATION', [lake, dunes])
  await comeBack(ada)
  expect(picksNow()).toEqual({ STYLE: [dunes], VARIATION: [lake, dunes] })
})

test('a picture that is gone meanwhile is dropped, once for all aims', async () => {
  setPicks('STYLE', [dunes])
  setPicks('VARIATION', [lake, dunes])
  await comeBack(ada, async (id) => id !== dunes.id)
  expect(picksNow()).toEqual({ STYLE: [], VARIATION: [lake] })
  await comeBack(ada)
  expect(picksNow()).toEqual({ STYLE: [], VARIATION: [lake] })
})

test('another person at the same device finds nothing, and leaves nothing behind', async () => {
  setPicks('STYLE', [dunes])
  await comeBack(bob)
  expect(picksNow()).toEqual({})
  await comeBack(ada)
  expect(picksNow()).toEqual({})
})

test('a picture that is removed is let go of', () => {
  setPicks('VARIATION', [lake, dunes])
  dropPicks((id) => id === lake.id)
  expect(picksNow()).toEqual({ VARIATION: [dunes] })
})

test('what cannot be read is as good as nothing', async () => {
  localStorage.setItem('repaint.picks', '{"owner":')
  await restorePicks(ada, all)
  expect(picksNow()).toEqual({})
})
