import { expect, test } from 'vitest'
import { createUnwinder } from './unwinder.ts'

test('what was opened last closes first, and everything once', async () => {
  const opened = createUnwinder()
  const closed: string[] = []
  const close = (name: string) => {
    closed.push(name)
  }
  expect(opened.add('state', close)).toBe('state')
  opened.add('gateway', async (name) => close(name))
  await opened.unwind()
  await opened.unwind()
  expect(closed).toEqual(['gateway', 'state'])
})
