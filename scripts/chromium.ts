import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Where Debian, Ubuntu, Fedora, macOS and Google's own packages put a Chromium. */
const installedPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The Chromium that browser tests drive: `CHROMIUM_PATH`, else an installed one.
 * `undefined` means that Playwright's own download is to be used.
 */
function chromiumPath(): string | undefined {
  const candidates = [process.env['CHROMIUM_PATH'], ...installedPaths]
  return candidates.find((path) => path !== undefined && existsSync(path))
}

/** How every test and bench starts Chromium: without a sandbox of its own, and quiet. */
export function chromiumOptions(): { executablePath?: string; args: string[] } {
  const executablePath = chromiumPath()
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
  if (chromiumPath() !== undefined || existsSync(chromium.executablePath())) return
  process.stderr.write('No Chromium found: fetching the one that Playwright ships …\n')
  if (run('npx', ['playwright', 'install', 'chromium']) && existsSync(chromium.executablePath())) {
    return
  }
  process.stderr.write('That failed: installing Debian’s package …\n')
  const installed =
    run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium'])
  if (installed && chromiumPath() !== undefined) return
  throw new Error(
    'The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.',
  )
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 600_000 }).status === 0
}
