import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Chromium without a window system. A test takes a quarter less of a processor with it. */
const shellPath = '/usr/bin/chromium-headless-shell'

/** Where Debian, Ubuntu, Fedora, macOS and Google's own packages put a Chromium. */
const installedPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** `CHROMIUM_PATH`, else the first that is there; `undefined` stands for Playwright's own download. */
function firstOf(paths: readonly string[]): string | undefined {
  const candidates = [process.env['CHROMIUM_PATH'], ...paths]
  return candidates.find((path) => path !== undefined && existsSync(path))
}

type Options = { executablePath?: string; args: string[] }

/** How every bench starts Chromium: the browser that people have, without a sandbox of its own, and quiet. */
export function chromiumOptions(): Options {
  return optionsOf(firstOf(installedPaths))
}

/** How every test starts it: the shell where there is one. */
export function testChromiumOptions(): Options {
  return optionsOf(firstOf([shellPath, ...installedPaths]))
}

function optionsOf(executablePath: string | undefined): Options {
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  }
}

/**
 * Makes sure that there is a Chromium: an installed one, else Playwright's own, else Debian's.
 * @throws Error saying what to install by hand when all three fail
 */
export function ensureChromium(): void {
  const isThere = () =>
    firstOf([shellPath, ...installedPaths]) !== undefined || existsSync(chromium.executablePath())
  if (isThere()) return
  process.stderr.write('No Chromium found: fetching the one that Playwright ships …\n')
  if (run('npx', ['playwright', 'install', 'chromium']) && isThere()) return
  process.stderr.write('That failed: installing Debian’s package …\n')
  const updated = run('apt-get', ['update', '-qq'])
  // Releases before Debian 12 have no package of the shell alone.
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (updated && run('apt-get', ['install', '-y', '-qq', name]) && isThere()) return
  }
  throw new Error(
    'The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.',
  )
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 600_000 }).status === 0
}
