import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBacklog } from './backlog.ts'
import type { Message } from './message.ts'

function aMessage(id: string, overrides: Partial<Message> = {}): Message {
  return { id, body: id, senderId: 's', sentMs: 0, visibleAtMs: 0, receiveCount: 0, ...overrides }
}

const step = fc.record({
  id: fc.integer({ min: 0, max: 7 }).map(String),
  group: fc.constantFrom('a', 'b', undefined),
  action: fc.constantFrom('send', 'take', 'remove', 'wait'),
  ms: fc.integer({ min: 0, max: 5 }),
})

it('has every message in exactly one of its places, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const backlog = createBacklog()
      const expected = new Map<string, Message>()
      let nowMs = 0
      const put = (message: Message) => {
        backlog.put(message)
        expected.set(message.id, message)
      }
      for (const { id, group, action, ms } of steps) {
        if (action === 'wait') nowMs += ms
        backlog.promote(nowMs)
        if (action === 'send' && !expected.has(id)) {
          put(aMessage(id, { visibleAtMs: nowMs + ms, ...(group && { groupId: group }) }))
        }
        if (action === 'remove') {
          backlog.remove(id)
          expected.delete(id)
        }
        const next = action === 'take' ? backlog.next() : undefined
        if (next) {
          const receiveCount = next.receiveCount + 1
          put({ ...next, receiveCount, visibleAtMs: nowMs + ms })
        }
      }
      backlog.promote(nowMs)
      const all = [...expected.values()]
      const hidden = all.filter((message) => message.visibleAtMs > nowMs)
      const inFlight = hidden.filter((message) => message.receiveCount > 0).length
      expect(backlog.counts()).toEqual({
        visible: all.length - hidden.length,
        inFlight,
        delayed: hidden.length - inFlight,
      })
      expect([...backlog.messages()].map(({ id }) => id).sort()).toEqual(
        [...expected.keys()].sort(),
      )
    }),
  )
})

it('serves groups in turn when each has as many in flight', () => {
  const backlog = createBacklog()
  for (const id of ['a1', 'a2', 'b1', 'b2', 'c1'])
    backlog.put(aMessage(id, { groupId: id[0] ?? '' }))
  backlog.promote(0)
  const served: string[] = []
  for (let next = backlog.next(); next; next = backlog.next()) {
    served.push(next.id)
    backlog.put({ ...next, receiveCount: 1, visibleAtMs: 100 })
    backlog.remove(next.id)
  }
  expect(served).toEqual(['a1', 'b1', 'c1', 'a2', 'b2'])
})
