import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchSources } from './watch-sources.ts'

let root: string
let seen: number
let stop: () => void
const lost: unknown[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watch-'))
  await mkdir(join(root, 'amplify', 'data'), { recursive: true })
  await writeFile(join(root, 'amplify', 'data', 'resource.ts'), '1')
  await writeFile(join(root, 'package-lock.json'), '{}')
  seen = 0
  stop = await watchSources({
    root,
    paths: ['amplify', 'package-lock.json'],
    onChange: () => {
      seen += 1
    },
    onLost: (cause) => lost.push(cause),
  })
})
afterEach(async () => {
  stop()
  await rm(root, { recursive: true, force: true })
})

/** Changes something. @returns once that has been noticed */
async function noticed(change: () => Promise<void>): Promise<true> {
  const before = seen
  await change()
  return await vi.waitUntil(() => seen > before || undefined, { timeout: 10_000 })
}

const resource = () => join(root, 'amplify', 'data', 'resource.ts')

test('a file is followed through being written and being replaced, in turn', async () => {
  for (const content of ['2', '3', '4']) {
    expect(await noticed(() => writeFile(resource(), content))).toBe(true)
    const replace = async () => {
      await writeFile(join(root, 'scratch'), `${content}+`)
      await rename(join(root, 'scratch'), resource())
    }
    expect(await noticed(replace)).toBe(true)
  }
})

test('a single file is followed through being replaced', async () => {
  for (const content of ['{"a":1}', '{"a":2}']) {
    const replace = async () => {
      await writeFile(join(root, 'scratch'), content)
      await rename(join(root, 'scratch'), join(root, 'package-lock.json'))
    }
    expect(await noticed(replace)).toBe(true)
  }
})

test('a new folder is followed, and one that goes away is missed', async () => {
  const folder = join(root, 'amplify', 'functions', 'hello')
  await noticed(async () => {
    await mkdir(folder, { recursive: true })
  })
  await noticed(() => writeFile(join(folder, 'handler.ts'), '1'))
  await noticed(() => rm(join(root, 'amplify', 'functions'), { recursive: true }))
  expect(await noticed(() => writeFile(resource(), '2'))).toBe(true)
  expect(lost).toEqual([])
})

test('tests, notes of the compiler, installed packages and what is beside a single file do not count', async () => {
  await writeFile(join(root, 'amplify', 'data', 'resource.test.ts'), '1')
  await writeFile(join(root, 'amplify', 'tsconfig.tsbuildinfo'), '{}')
  await mkdir(join(root, 'amplify', 'node_modules'))
  await writeFile(join(root, 'other.json'), '{}')
  await noticed(() => writeFile(resource(), '2'))
  expect(seen).toBe(1)
})
