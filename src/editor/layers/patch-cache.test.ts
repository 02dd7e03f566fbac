import { expect, test } from 'vitest'
import { createPatchCache } from './patch-cache.ts'
import type { PatchImage } from './patch-image.ts'

/** A cache whose patches take 400 bytes each, two of which may stay unused. */
function aCache() {
  const steps: (() => void)[] = []
  const closed: string[] = []
  const failing = new Set<string>()
  let loads = 0
  const bitmap = (key: string) =>
    ({ width: 10, height: 10, close: () => closed.push(key) }) as unknown as ImageBitmap
  const cache = createPatchCache({
    load: async (key) => {
      loads += 1
      if (failing.has(key)) throw new Error('gone')
      return new Blob([key])
    },
    decode: async (file): Promise<PatchImage> => ({
      over: bitmap(await file.text()),
      weight: undefined,
    }),
    maxIdleBytes: 800,
    later: (step) => steps.push(step),
  })
  const settle = () => expect.poll(() => Object.values(cache.store.getState()).some(isLoading))
  const isLoading = ({ kind }: { kind: string }) => kind === 'LOADING'
  return {
    cache,
    failing,
    closed,
    loads: () => loads,
    kinds: () =>
      Object.fromEntries(
        Object.entries(cache.store.getState()).map(([key, { kind }]) => [key, kind]),
      ),
    arrived: () => settle().toBe(false),
    /** What waits until the frame is drawn, and what follows from it. */
    runLater: () => {
      while (steps.length > 0) steps.shift()?.()
    },
  }
}

test('what is held is loaded once, however many hold it', async () => {
  const { cache, kinds, loads, arrived } = aCache()
  cache.hold(['a', 'b'])
  cache.hold(['a'])
  await arrived()
  expect([kinds(), loads()]).toEqual([{ a: 'READY', b: 'READY' }, 2])
})

test('of what nobody holds the newest stay, within the bound; the rest is closed', async () => {
  const { cache, kinds, closed, arrived, runLater } = aCache()
  const releases = ['a', 'b', 'c'].map((key) => cache.hold([key]))
  await arrived()
  for (const release of releases) release()
  runLater()
  expect([kinds(), closed]).toEqual([{ b: 'READY', c: 'READY' }, ['a']])
})

test('what another still holds is not closed, and what is taken up again is not loaded anew', async () => {
  const { cache, loads, closed, arrived, runLater } = aCache()
  const release = cache.hold(['a', 'b', 'c', 'd'])
  cache.hold(['a'])
  await arrived()
  release()
  cache.hold(['b'])
  runLater()
  expect([loads(), closed]).toEqual([4, []])
})

test('a patch that was let go while it loaded is closed when it comes', async () => {
  const { cache, kinds, closed, runLater } = aCache()
  cache.hold(['a'])()
  runLater()
  await expect.poll(() => closed).toEqual(['a'])
  expect(kinds()).toEqual({})
})

test('what failed is loaded again when asked', async () => {
  const { cache, failing, kinds, arrived } = aCache()
  failing.add('a')
  cache.hold(['a'])
  await arrived()
  expect(kinds()).toEqual({ a: 'FAILED' })
  failing.clear()
  cache.retry()
  await arrived()
  expect(kinds()).toEqual({ a: 'READY' })
})
