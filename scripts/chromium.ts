import { existsSync } from 'node:fs'

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
export function chromiumPath(): string | undefined {
  const candidates = [process.env['CHROMIUM_PATH'], ...installedPaths]
  return candidates.find((path) => path !== undefined && existsSync(path))
}
