import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBacklog } from './backlog.ts'
import { createFairGroups } from './fair-groups.ts'
import { createFifoGroups } from './fifo-groups.ts'
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

it.each([
  ['fair', createFairGroups],
  ['FIFO', createFifoGroups],
])('has every message of %s groups in exactly one of its places, whatever happens', (_, groups) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const backlog = createBacklog(groups())
      let sequence = 0
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
          sequence += 1
          const place = { visibleAtMs: nowMs + ms, sequence: String(sequence).padStart(20, '0') }
          put(aMessage(id, { ...place, ...(group && { groupId: group }) }))
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

it('serves a FIFO group in its order, whatever comes back when', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const backlog = createBacklog(createFifoGroups())
      let [nowMs, sent] = [0, 0]
      for (const { group = '', action, ms } of steps) {
        nowMs += ms
        backlog.promote(nowMs)
        if (action === 'send') {
          sent += 1
          const sequence = String(sent).padStart(20, '0')
          backlog.put(aMessage(sequence, { groupId: group, sequence, visibleAtMs: nowMs }))
        }
        const next = action === 'take' ? backlog.next() : undefined
        if (!next) continue
        const others = [...backlog.messages()].filter(({ groupId }) => groupId === next.groupId)
        const first = others.map(({ id }) => id).sort()[0]
        expect(next.id).toBe(first)
        // Some are done with at once, others come back.
        if (ms % 2 === 0) backlog.remove(next.id)
        else backlog.put({ ...next, receiveCount: 1, visibleAtMs: nowMs + ms })
      }
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
