import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openJournal } from './journal.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Counts by name; an entry adds to one of them. */
async function openCounts(path: string) {
  const counts = new Map<string, number>()
  const journal = await openJournal({
    path,
    replay: (entry) => {
      const [name, value] = entry as [string, number]
      counts.set(name, value)
    },
    snapshot: () => counts.entries(),
  })
  return { counts, journal }
}

it('is rewritten when it has grown, and still says the same', async () => {
  const path = join(folder, 'grown')
  const { counts, journal } = await openCounts(path)
  const padding = 'x'.repeat(1000)
  const appends = Array.from({ length: 3000 }, (_, index) => {
    const name = `${padding}${index % 10}`
    const written = () => void counts.set(name, index)
    return journal.append([name, index], { sync: false, written })
  })
  await Promise.all(appends.slice(0, 1500))
  await Promise.all(appends)
  await journal.append(['last', 1], { sync: true, written: () => void counts.set('last', 1) })
  await journal.close()
  // 3,000 entries of 1,000 bytes were written, ten of them count.
  expect((await stat(path)).size).toBeLessThan(1024 ** 2)
  const again = await openCounts(path)
  expect(again.counts).toEqual(counts)
  await again.journal.close()
})

it('refuses an entry after it was closed', async () => {
  const { journal } = await openCounts(join(folder, 'closed'))
  await journal.close()
  await expect(journal.append(['a', 1], { sync: false })).rejects.toThrow('closed')
})
