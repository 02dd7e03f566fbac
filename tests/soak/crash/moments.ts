import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../../sandbox/random.ts'
import { waitFor } from '../../backend/backend.ts'
import type { Device } from './device.ts'
import { type Hand, handOn, untilDrawn } from './hand.ts'
import { revisionHere } from './revision-here.ts'

/** Where a moment takes place. */
export type Place = {
  readonly random: Random
  readonly device: Device
  /** Another one of the same person, whose clock is wrong. */
  readonly other: Device
}

/** What a hand is in the middle of when everything ends. */
type Moment = (hand: Hand, place: Place) => Promise<void>

const words = ['a red boat ', 'with sails ', 'at dusk ', 'seen from afar ', 'in the rain ']

/** Up to so long after it a thing may be on its way to somewhere; half of the ends come at once. */
const soon = (random: Random, maxMs: number) => pause(random() < 0.5 ? 0 : random() * maxMs)

export const moments = {
  async midStroke(hand, { random }) {
    await hand.draw()
    await hand.hold(300 + random() * 2_200)
  },
  async afterStroke(hand, { random }) {
    await hand.draw()
    await hand.draw()
    await soon(random, 1_500)
  },
  async afterUndo(hand, { random }) {
    await hand.draw()
    await soon(random, 1_500)
    await hand.undo()
    await soon(random, 1_500)
  },
  async whileTyping(hand, { random }) {
    await hand.draw()
    for (let word = 0; word < 3; word += 1) {
      await hand.type(words[Math.floor(random() * words.length)] ?? '')
      await soon(random, 900)
    }
  },
  async betweenPressAndAccept(hand, { random }) {
    await hand.draw()
    await hand.type(words[0] ?? '')
    await hand.ask()
    await soon(random, 700)
  },
  async midArrival(hand, { random }) {
    await hand.draw()
    await hand.ask()
    await pause(600 + random() * 2_400)
  },
  /** The next region is drawn while results of the last one arrive. */
  async midStrokeMidArrival(hand, { random }) {
    await hand.draw()
    await hand.ask()
    await pause(400)
    await hand.hold(200 + random() * 2_200)
  },
  async afterKeeping(hand, { random }) {
    await hand.draw()
    await hand.ask()
    await hand.keep()
    await soon(random, 1_500)
  },
  /** A second tab of the same document, which is still there after the first one's end. */
  async twoTabs(hand, { random, device }) {
    await hand.draw()
    const second = await onTheSame(hand, device)
    await second.draw()
    await hand.draw()
    await second.draw()
    await soon(random, 1_500)
  },
  async twoDevices(hand, { random, other }) {
    await hand.draw()
    const second = await onTheSame(hand, other)
    await second.draw()
    await hand.draw()
    await soon(random, 1_500)
  },
  /** Both change the document apart from each other, and what is asked for waits for the network. */
  async offlineAndBack(hand, { random, device, other }) {
    await hand.draw()
    const second = await onTheSame(hand, other)
    await device.setOffline(true)
    await hand.ask()
    await second.draw()
    await hand.draw()
    await soon(random, 1_500)
    await device.setOffline(false)
    await soon(random, 1_500)
  },
} as const satisfies Record<string, Moment>

/** Another hand on the document, in a tab of its own, once another device can know of it. */
async function onTheSame({ page, deeds }: Hand, device: Device): Promise<Hand> {
  const { hash } = new URL(page.url())
  await waitFor('the first save', () => revisionHere(page, hash.slice('#/d/'.length)))
  const tab = await device.openBeside(hash)
  await untilDrawn(tab)
  return handOn(tab, deeds)
}

export type MomentName = keyof typeof moments
