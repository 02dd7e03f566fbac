import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ada, bob, noon } from '../../tests/builders/generation.ts'
import { userIdSchema } from '../ids.ts'
import { askForTurn, type Pace, paceSchema, restingPace } from './pace.ts'

const minuteMs = 60_000
const person = (n: number) =>
  userIdSchema.parse(`c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

type Job = { owner: typeof ada; arrivesAt: number; turns: number; at: number; startedAt?: number }

/** Jobs that come, are told to come back, and come back, until all were let through. */
function play(jobs: Job[], perMinute: number, chance: () => number): number[] {
  let pace: Pace = restingPace
  const starts: number[] = []
  for (let steps = 0; steps < 20_000; steps += 1) {
    const next = jobs
      .filter(({ startedAt }) => startedAt === undefined)
      .toSorted((left, right) => left.at - right.at)[0]
    if (!next) return starts
    const { owner, turns, at: now } = next
    const { pace: after, turn } = askForTurn(pace, {
      owner,
      now,
      turns,
      perMinute,
      chance: chance(),
    })
    pace = after
    if (turn.kind === 'GO') {
      next.startedAt = now
      starts.push(now)
    } else {
      next.turns += 1
      // As the queue does it: whole seconds.
      next.at = now + Math.ceil(turn.waitMs / 1_000) * 1_000
    }
  }
  throw new Error('Some jobs were never let through.')
}

const job = (owner: typeof ada, arrivesAt: number): Job => ({
  owner,
  arrivesAt,
  turns: 0,
  at: arrivesAt,
})

/** Numbers from 0 to 1 that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16_807 + 11) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const most = (starts: readonly number[]) =>
  Math.max(
    ...starts.map((from) => starts.filter((at) => at >= from && at < from + minuteMs).length),
  )

test('no minute has more calls than the quota, whenever jobs come', () => {
  const arrivals = fc.array(
    fc.record({ who: fc.integer({ min: 0, max: 3 }), ms: fc.integer({ min: 0, max: 90_000 }) }),
    { minLength: 1, maxLength: 60 },
  )
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 100 }), (all, perMinute) => {
      const jobs = all.map(({ who, ms }) => job(person(who), noon + ms))
      expect(most(play(jobs, perMinute, seeded(perMinute)))).toBeLessThanOrEqual(perMinute)
    }),
    { numRuns: 60 },
  )
})

test('a tenth of the quota is let through at once, and then one after the other', () => {
  const starts = play(
    Array.from({ length: 10 }, () => job(ada, noon)),
    60,
    seeded(1),
  )
  // 60 a minute: seven at once, then every 65 s ÷ 54 = 1.2 s, in whole seconds of the queue.
  expect(starts.filter((at) => at === noon)).toHaveLength(7)
  expect(starts.at(-1)).toBeLessThanOrEqual(noon + 10_000)
})

test('one person with 500 jobs does not keep nine others waiting', () => {
  const perMinute = 60
  const heavy = Array.from({ length: 500 }, () => job(ada, noon))
  const others = Array.from({ length: 9 }, (_, n) => job(person(n), noon + 20_000 + n * 50))
  const starts = play([...heavy, ...others], perMinute, seeded(7))
  expect(starts).toHaveLength(509)
  // A call each 1.2 s: nine of them in a row, two of the other’s between, and the queue’s seconds.
  for (const { arrivesAt, startedAt = Infinity } of others) {
    expect(startedAt - arrivesAt).toBeLessThan(9 * 1_200 + 2 * 1_200 + 2_000)
  }
})

test('the pace is kept up while many jobs of one person wait', () => {
  const jobs = Array.from({ length: 300 }, () => job(ada, noon))
  const starts = play(jobs, 60, seeded(3))
  // 300 calls at 54 a window of 65 s take 353 s; a tenth more is lost to the queue’s seconds.
  expect(Number(starts.at(-1)) - noon).toBeLessThan(400_000)
})

test('of two people with many jobs neither is shut out', () => {
  const jobs = [ada, bob].flatMap((owner) => Array.from({ length: 100 }, () => job(owner, noon)))
  play(jobs, 60, seeded(5))
  const half = jobs
    .toSorted((left, right) => Number(left.startedAt) - Number(right.startedAt))
    .slice(0, 100)
  // Hers were given their times first; his fall in between, a quarter or more.
  expect(half.filter(({ owner }) => owner === bob).length).toBeGreaterThanOrEqual(25)
})

test('a place in the queue is one behind those who wait already', () => {
  let pace = restingPace
  const positions: number[] = []
  for (let n = 0; n < 5; n += 1) {
    // 4 a minute: one at once, since a tenth of four is none.
    const { pace: after, turn } = askForTurn(pace, {
      owner: ada,
      now: noon,
      turns: 0,
      perMinute: 4,
      chance: 0.5,
    })
    pace = after
    positions.push(turn.kind === 'GO' ? 0 : turn.position)
  }
  expect(positions).toEqual([0, 1, 2, 3, 4])
})

test('a pace survives being stored, and stays small however many people come', () => {
  let pace = restingPace
  for (let n = 0; n < 1_000; n += 1) {
    const ask = { owner: person(n), now: noon + n, turns: 0, perMinute: 4, chance: 0 }
    ;({ pace } = askForTurn(pace, ask))
  }
  const text = JSON.stringify(pace)
  expect(paceSchema.parse(JSON.parse(text))).toEqual(pace)
  expect(text.length).toBeLessThan(20_000)
})
