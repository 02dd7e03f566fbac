import type { Page } from '@playwright/test'
import { seededRandom } from '../../../sandbox/random.ts'
import { waitFor } from '../../backend/backend.ts'
import { pick, Violation } from '../load.ts'
import type { Account } from './account.ts'
import { checkDocument, problemOf, type Tally } from './check.ts'
import { type Deeds, maxLines } from './deeds.ts'
import type { Death, Device } from './device.ts'
import { choosePicture, handOn, untilDrawn } from './hand.ts'
import { type MomentName, moments } from './moments.ts'
import { revisionHere } from './revision-here.ts'

/** What ends: a tab in one way or another, the browser, or the backend below it. */
export type End = Death | 'BACKEND'

export type Round = { readonly moment: MomentName; readonly end: End }

export type CrashCampaign = {
  readonly device: Device
  readonly other: Device
  readonly account: Account
  /** Kills the backend and starts it again. */
  readonly restart?: () => Promise<void>
  readonly rounds: readonly Round[]
  readonly seed: number
  /** Told of each round. */
  readonly say: (line: string) => void
}

const ends: readonly End[] = ['KILLED', 'KILLED', 'CRASHED', 'CLOSED', 'BACKEND']
/** A picture has room for so many rounds; then another one is uploaded. */
const maxLinesOfRound = 4
const newPictureShare = 0.15
/** A backend that is killed while it takes a file in leaves its owner's next ones waiting for 180 s. */
const ingestMs = 240_000

/** As many rounds as wanted, of every kind. */
export function drawRounds(count: number, seed: number): readonly Round[] {
  const random = seededRandom(seed)
  const names = Object.keys(moments) as MomentName[]
  return Array.from({ length: count }, () => ({
    moment: pick(random, names),
    end: pick(random, ends),
  }))
}

/**
 * Rounds of work in the app, each ended by a kill in the middle of something. After it the app is opened
 * again, and what the account has in the end is compared with what was done. The seed fixes the instants,
 * not what the machine makes of them.
 * @throws Violation at the first thing that is not as it must be
 */
export async function runCrashes(campaign: CrashCampaign): Promise<Tally> {
  const { device, other, rounds, seed, say } = campaign
  const random = seededRandom(seed)
  const total = { certain: 0, youngThere: 0, youngGone: 0 }
  let page = await device.open()
  let deeds: Deeds | undefined
  for (const [index, { moment, end }] of rounds.entries()) {
    const startedMs = performance.now()
    const isFull = deeds && deeds.lines.length > maxLines - maxLinesOfRound
    if (!deeds || isFull || random() < newPictureShare) {
      if (deeds) await page.getByRole('button', { name: 'New picture' }).click()
      deeds = await choosePicture(page, seed + index)
    }
    say(`round ${index + 1} of ${rounds.length}: ${moment}, ${end}`)
    await moments[moment](handOn(page, deeds), { random, device, other })
    deeds.id ??= documentIdIn(page)
    const endMs = performance.now()
    page = await endAndReopen(campaign, { page, end, deeds })
    const tally = await untilRight(campaign, { page, deeds, endMs })
    await device.keepOnly(page)
    await other.keepOnly()
    total.certain += tally.certain
    total.youngThere += tally.youngThere
    total.youngGone += tally.youngGone
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    say(`  ${JSON.stringify(tally)} in ${seconds} s`)
  }
  return total
}

type Ending = { readonly page: Page; readonly end: End; readonly deeds: Deeds }

async function endAndReopen(
  { device, restart }: CrashCampaign,
  { page, end, deeds }: Ending,
): Promise<Page> {
  if (end === 'BACKEND') {
    await restart?.()
    // A pointer that is down stays down, as the page does.
    await page.mouse.up()
    return page
  }
  await device.end(end)
  const opened = await device.open(`#/d/${deeds.id}`)
  await untilDrawn(opened)
  return opened
}

function documentIdIn(page: Page): string {
  const [, id] = /#\/d\/([0-9a-f-]{36})$/.exec(page.url()) ?? []
  if (!id) throw new Error(`No document is in ${page.url()}.`)
  return id
}

/** Waits until all pages and the account agree and all is well. @throws Violation with what is not */
async function untilRight(
  { device, other, account }: CrashCampaign,
  { page, deeds, endMs }: { page: Page; deeds: Deeds; endMs: number },
): Promise<Tally> {
  const id = deeds.id ?? ''
  const revision = async () => {
    const pages = [...device.pages(), ...other.pages()]
    const all = await Promise.all(pages.map((each) => revisionHere(each, id)))
    return all.every((each) => each !== undefined && each === all[0]) ? all[0] : undefined
  }
  await waitFor('all pages to agree', async () => {
    const before = await revision()
    await page.waitForTimeout(300)
    return before !== undefined && before === (await revision()) ? true : undefined
  })
  let problem: string | undefined
  const isWell = async () => {
    problem = await problemOf(account)
    return problem === undefined ? true : undefined
  }
  await waitFor('all to be well', isWell, ingestMs).catch((cause: unknown) => {
    throw new Violation(problem ?? String(cause), { cause })
  })
  const document = (await account.documents()).get(id)
  if (!document) throw new Violation(`document ${id} is not in the account`)
  return checkDocument(document, deeds, endMs)
}
