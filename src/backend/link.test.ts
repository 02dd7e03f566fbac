import { expect, test } from 'vitest'
import { freshLink, type LinkFact, linkAfter, linkState } from './link.ts'

const stateAfter = (...facts: LinkFact[]) => linkState(facts.reduce(linkAfter, freshLink))
const opened: LinkFact = { kind: 'socket', isOpen: true }
const closed: LinkFact = { kind: 'socket', isOpen: false }
const began: LinkFact = { kind: 'catch-up', phase: 'began' }
const done: LinkFact = { kind: 'catch-up', phase: 'done' }

test('an open socket is not live before the catch-up is done', () => {
  expect([stateAfter(opened), stateAfter(opened, began), stateAfter(opened, began, done)]).toEqual([
    'connecting',
    'catching-up',
    'live',
  ])
})

test('after a reconnect it catches up again before it is live', () => {
  expect(stateAfter(opened, began, done, closed, opened)).toBe('connecting')
})

test('without a network it is offline, whatever the socket says', () => {
  const lost: LinkFact = { kind: 'network', isOnline: false }
  expect(stateAfter(opened, began, done, lost)).toBe('offline')
})
