import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { testChromiumOptions } from '../../../scripts/chromium.ts'
import type { Session } from '../../backend/sign-in.ts'

/** How a page ends: its tab is closed, its process crashes, or the whole browser is killed. */
export type Death = 'CLOSED' | 'CRASHED' | 'KILLED'

/** A browser whose profile outlives it, with one tab. */
export interface Device {
  /** Opens the app, in a new browser if the last one was killed. */
  open(hash?: string): Promise<Page>
  /** A further tab beside it. */
  openBeside(hash: string): Promise<Page>
  /** Every tab that is open. */
  pages(): readonly Page[]
  /** Closes every tab but one. */
  keepOnly(page?: Page): Promise<void>
  setOffline(isOffline: boolean): Promise<void>
  /** Ends the tab, or all of them. */
  end(how: Death): Promise<void>
  close(): Promise<void>
}

/** A busy machine needs long for what a person does. */
const patientMs = 120_000
const viewport = { width: 1280, height: 800 }

/**
 * A device on which somebody is signed in.
 * @param of.dir for the profile
 * @param of.clockAheadMs by how much its clock is wrong
 */
export function openDevice(of: {
  readonly dir: string
  readonly url: string
  readonly session: Session
  readonly clockAheadMs?: number
  /** Whether the app is kept on the device, as it is; it costs each new profile seconds. */
  readonly keepsApp?: boolean
}): Device {
  const { dir, url, session, clockAheadMs = 0, keepsApp = true } = of
  let context: BrowserContext | undefined
  let page: Page | undefined

  const launch = async () => {
    const launched = await chromium.launchPersistentContext(dir, {
      ...testChromiumOptions(),
      viewport,
      reducedMotion: 'reduce',
      serviceWorkers: keepsApp ? 'allow' : 'block',
    })
    launched.setDefaultTimeout(patientMs)
    if (clockAheadMs !== 0) await launched.addInitScript(turnClock, clockAheadMs)
    return launched
  }
  const show = async (hash: string) => {
    context ??= await launch()
    // A browser begins with an empty tab.
    const [first] = context.pages()
    const tab = first?.url() === 'about:blank' ? first : await context.newPage()
    await tab.goto(`${url}/${hash}`)
    return tab
  }
  /** Leaves in good order: from then on only the profile knows who it is. */
  const signIn = async () => {
    const tab = await show('')
    await tab.evaluate(
      (stored) => {
        for (const [name, value] of stored) localStorage.setItem(name, value)
      },
      [...session.stored],
    )
    await context?.close()
    context = undefined
  }
  let signedIn: Promise<void> | undefined
  const openTab = async (hash: string) => {
    await (signedIn ??= signIn())
    return show(hash)
  }

  return {
    async open(hash = '') {
      page = await openTab(hash)
      return page
    },
    openBeside: openTab,
    pages: () => context?.pages().filter((each) => each.url() !== 'about:blank') ?? [],
    async keepOnly(kept) {
      for (const each of context?.pages() ?? []) {
        // A browser without a tab would end.
        if (each !== kept) await (kept ? each.close() : each.goto('about:blank'))
      }
    },
    async setOffline(isOffline) {
      await context?.setOffline(isOffline)
    },
    async end(how) {
      const [ended, of] = [page, context]
      page = undefined
      if (!ended || !of) return
      if (how === 'CLOSED') await ended.close({ runBeforeUnload: false })
      if (how === 'CRASHED') await crash(ended)
      if (how !== 'KILLED') return
      context = undefined
      await kill(of)
    },
    async close() {
      await context?.close()
    },
  }
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // It never answers.
  session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}

async function kill(context: BrowserContext): Promise<void> {
  const browser = context.browser()
  if (!browser) throw new Error('This browser cannot be killed.')
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const main = processInfo.find(({ type }) => type === 'browser')
  const closed = new Promise((resolve) => context.once('close', resolve))
  if (main) process.kill(main.id, 'SIGKILL')
  await closed
}

/** Runs in the page, before anything else. */
export function turnClock(aheadMs: number): void {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...of: unknown[]) {
      if (of.length === 0) super(RealDate.now() + aheadMs)
      else super(...(of as [number]))
    }
    static override now() {
      return RealDate.now() + aheadMs
    }
  } as DateConstructor
}
