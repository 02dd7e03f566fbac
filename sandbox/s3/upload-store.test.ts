import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openUploadStore } from './upload-store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('parts of an upload that a crash half removed go; a whole upload stays', async () => {
  const store = await openUploadStore(folder)
  const whole = await store.create({ key: 'a', initiatedMs: 1, headers: {}, metadata: {} })
  const half = join(folder, 'uploads', '00000000-0000-4000-8000-000000000001')
  await mkdir(half)
  await writeFile(join(half, 'part-1'), 'bytes')
  const reopened = await openUploadStore(folder)
  expect(await readdir(join(folder, 'uploads'))).toEqual([whole])
  expect((await reopened.find(whole))?.key).toBe('a')
})
