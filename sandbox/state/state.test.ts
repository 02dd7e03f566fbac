import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openState } from './state.ts'

let dir: string
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'state-')), 'state')
})
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }))

it('the key is made once, for the user alone', async () => {
  const first = await openState(dir)
  await first.release()
  const second = await openState(dir)
  expect([first.key.length, second.key]).toEqual([32, first.key])
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
  expect((await stat(join(dir, 'installation.key'))).mode & 0o777).toBe(0o600)
})

it('a folder that a living process holds is refused', async () => {
  await openState(dir)
  const own = await readFile(join(dir, 'lock'), 'utf8')
  // The process that runs this test's own is alive for as long as the test.
  const start = await startOf(process.ppid)
  await writeFile(join(dir, 'lock'), `${process.ppid} ${start}`)
  await expect(openState(dir)).rejects.toThrow(`process ${process.ppid}`)
  expect(own).toContain(String(process.pid))
})

it.each([
  ['that is gone', '999999999 1'],
  ['whose number a stranger has now', `${process.ppid} 1`],
  ['that ended before it had written its name', ''],
])('the lock of a process %s does not hold', async (_, text) => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'lock'), text)
  await expect(openState(dir)).resolves.toBeDefined()
})

it('a reset that a crash broke off leaves nothing half removed', async () => {
  const state = await openState(dir)
  await writeFile(join(dir, 'tables'), 'rows')
  await state.release()
  await mkdir(join(dir, 'discarded-1'))
  await writeFile(join(dir, 'discarded-1', 'objects'), 'bytes')
  await openState(dir)
  expect((await readdir(dir)).sort()).toEqual(['installation.key', 'lock', 'tables'])
  await (await openState(dir, { reset: true })).release()
  expect(await readdir(dir)).toEqual(['installation.key'])
})

/** Field 22 of proc(5), where there is one. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
