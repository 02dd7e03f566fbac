import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Asset, createAssetCache, toEvict } from './asset-cache.ts'
import type { LocalStore } from './local-store.ts'

function aMemoryStore<T>(): LocalStore<T> {
  const map = new Map<string, T>()
  return {
    get: async (key) => map.get(key),
    set: async (key, value) => void map.set(key, value),
    remove: async (key) => void map.delete(key),
    all: async () => [...map],
  }
}

function aCache(limitBytes: number) {
  let time = 0
  const stores = { blobs: aMemoryStore<Blob>(), index: aMemoryStore<Asset>() }
  return createAssetCache(stores, { limitBytes, now: () => (time += 1) })
}

const tenBytes = () => new Blob(['0123456789'])

test('the longest unused goes first when there are too many bytes', async () => {
  const cache = aCache(25)
  await cache.put('a', tenBytes())
  await cache.put('b', tenBytes())
  await cache.get('a')
  await cache.put('c', tenBytes())
  const kept = await Promise.all(['a', 'b', 'c'].map((key) => cache.get(key)))
  expect(kept.map((blob) => blob?.size)).toEqual([10, undefined, 10])
})

test('an upload on its way is never evicted, and is once it is done', async () => {
  const cache = aCache(15)
  await cache.put('upload', tenBytes(), { isPinned: true })
  await cache.put('other', tenBytes())
  expect((await cache.get('upload'))?.size).toBe(10)
  await cache.unpin('upload')
  await cache.put('third', tenBytes())
  expect(await cache.get('upload')).toBeUndefined()
})

test('signing out forgets all but what is on its way', async () => {
  const cache = aCache(100)
  await cache.put('upload', tenBytes(), { isPinned: true })
  await cache.put('other', tenBytes())
  await cache.clear()
  expect([(await cache.get('upload'))?.size, await cache.get('other')]).toEqual([10, undefined])
})

test('what stays fits, unless pinned images alone are too many', () => {
  const asset = fc.record({
    sizeBytes: fc.nat(100),
    usedAtMs: fc.nat(50),
    isPinned: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(asset), fc.nat(1000), (assets, limitBytes) => {
      const entries = assets.map((each, index) => [String(index), each] as const)
      const gone = new Set(toEvict(entries, limitBytes))
      const kept = entries.filter(([key]) => !gone.has(key))
      const bytes = kept.reduce((sum, [, each]) => sum + each.sizeBytes, 0)
      const loose = kept.filter(([, each]) => !each.isPinned && each.sizeBytes > 0)
      expect(bytes <= limitBytes || loose.length === 0).toBe(true)
      expect(entries.some(([key, each]) => each.isPinned && gone.has(key))).toBe(false)
    }),
  )
})
