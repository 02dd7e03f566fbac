import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { forgetOld } from './forget-old.ts'

it('forgets the oldest assemblies, but none that was taken up lately', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'assemblies-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const make = async (name: string, minutesAgo: number) => {
    await mkdir(join(dir, name))
    const at = new Date(Date.now() - minutesAgo * 60_000)
    await utimes(join(dir, name), at, at)
  }
  await make('current', 600)
  for (const minutes of [1, 2, 3, 4, 5]) await make(`lately-${minutes}`, minutes)
  for (const hours of [1, 2]) await make(`old-${hours}`, hours * 60)
  await forgetOld(dir, join(dir, 'current'))
  expect(await readdir(dir)).toEqual([
    'current',
    ...[1, 2, 3, 4, 5].map((minutes) => `lately-${minutes}`),
  ])
})

it('keeps the three latest, however old', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'assemblies-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const [n, name] of ['d', 'c', 'b', 'a'].entries()) {
    await mkdir(join(dir, name))
    const at = new Date(Date.now() - (n + 1) * 3_600_000)
    await utimes(join(dir, name), at, at)
  }
  await forgetOld(dir, join(dir, 'none'))
  expect(await readdir(dir)).toEqual(['b', 'c', 'd'])
})
