import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Attempts, openAttempts } from './attempts.ts'

let folder: string
let nowMs: number
let attempts: Attempts

const open = () => openAttempts(join(folder, 'attempts.journal'), () => nowMs)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attempts-'))
  nowMs = 0
  attempts = await open()
})
afterEach(async () => {
  await attempts.close()
  await rm(folder, { recursive: true })
})

test('each wrong password beyond the fifth doubles the lock, up to 15 minutes', () => {
  const isLocked = (): boolean => {
    try {
      attempts.checkSignIn('ada')
      return false
    } catch {
      return true
    }
  }
  const locks: number[] = []
  for (let count = 0; count < 16; count += 1) {
    attempts.signInFailed('ada')
    const startMs = nowMs
    while (isLocked()) nowMs += 1_000
    locks.push((nowMs - startMs) / 1_000)
  }
  // Four free, then 1 s doubling; 2^10 = 1024 s would pass the limit of 900 s.
  expect(locks).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
})

test('a right password, or a quiet quarter of an hour, forgets the wrong ones', () => {
  for (let count = 0; count < 4; count += 1) attempts.signInFailed('ada')
  attempts.signInSucceeded('ada')
  attempts.signInFailed('ada')
  expect(() => attempts.checkSignIn('ada')).not.toThrow()
  for (let count = 0; count < 3; count += 1) attempts.signInFailed('ada')
  nowMs += 15 * 60_000 + 1
  attempts.signInFailed('ada')
  expect(() => attempts.checkSignIn('ada')).not.toThrow()
})

test('tries are counted for an hour, each kind by itself', () => {
  for (let count = 0; count < 15; count += 1) attempts.take('code', 'ada')
  expect(() => attempts.take('code', 'ada')).toThrow('Attempt limit exceeded')
  expect(() => attempts.take('code', 'bob')).not.toThrow()
  expect(() => attempts.take('mail', 'ada')).not.toThrow()
  nowMs = 3_600_000
  expect(() => attempts.take('code', 'ada')).not.toThrow()
})

test('what was written is known after the end of the process, and what was settled is not', async () => {
  for (let count = 0; count < 5; count += 1) attempts.signInFailed('ada')
  for (let count = 0; count < 15; count += 1) attempts.take('code', 'ada')
  for (let count = 0; count < 15; count += 1) attempts.take('code', 'bob')
  attempts.settle('code', 'bob')
  await attempts.written()
  // Opened beside the one that never closed, as after a kill.
  const after = await open()
  expect(() => after.checkSignIn('ada')).toThrow('Password attempts exceeded')
  expect(() => after.take('code', 'ada')).toThrow('Attempt limit exceeded')
  expect(() => after.take('code', 'bob')).not.toThrow()
  await after.close()
})
