import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { id, Tab, twoTabs } from '../../tests/builders/synced-tabs.ts'

/** What is done, to whom (one of two tabs, or another device), and how long nothing else is. */
type Step = { readonly who: number; readonly what: keyof typeof deeds; readonly waitMs: number }
type Life = Awaited<ReturnType<typeof twoTabs>> & {
  readonly all: Tab[]
  /** Strokes that are to be there in the end. */
  readonly wanted: Set<number>
  lastX: number
}

const deeds = {
  paint(life: Life, actor: Tab) {
    life.lastX += 1
    life.wanted.add(life.lastX)
    actor.paint(life.lastX)
  },
  undo({ wanted }: Life, actor: Tab) {
    const before = actor.painted
    actor.undo()
    for (const x of before) if (!actor.painted.includes(x)) wanted.delete(x)
  },
  away(_life: Life, actor: Tab) {
    actor.isOnline = false
  },
  back(_life: Life, actor: Tab) {
    void actor.comeBack()
  },
  async die({ all }: Life, actor: Tab) {
    all[all.indexOf(actor)] = await actor.dieAndOpenAgain()
  },
  lose({ account }: Life) {
    account.loses = 1
  },
}

const steps = fc.array(
  fc.record({
    who: fc.nat(2),
    what: fc.constantFrom(...(Object.keys(deeds) as Step['what'][])),
    waitMs: fc.constantFrom(0, 5, 50, 130, 400, 600, 2_000),
  }),
  { maxLength: 25 },
)

/** @returns strokes that are missing when all is told and saved */
async function missingAfter(done: readonly Step[]): Promise<number[]> {
  const tabs = await twoTabs()
  const { clock, account } = tabs
  const device = new Tab({ clock, account })
  await device.sync.show(id)
  const all = [tabs.one, tabs.other, device]
  const life: Life = { ...tabs, all, wanted: new Set([1]), lastX: 10 }
  for (const { who, what, waitMs } of done) {
    await deeds[what](life, all[who] ?? device)
    await clock.pass(waitMs)
  }
  for (const each of all) await each.comeBack()
  await clock.pass(200_000)
  const [{ state, painted } = device] = all
  for (const each of all) expect(each.state).toEqual(state)
  expect(account.stateOf(id)).toEqual(state)
  return [...life.wanted].filter((each) => !painted.includes(each))
}

test('whatever two tabs and a device do, all end with the same, which the account has, and no stroke is missing', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (each) => {
      expect(await missingAfter(each)).toEqual([])
    }),
    { numRuns: 100 },
  )
})
