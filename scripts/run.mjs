// Runs one of the commands beside this file on a machine that has only Node: checks Node's version,
// installs the dependencies when they are missing or older than the lockfile, then hands over.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [command, ...rest] = process.argv.slice(2)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Repaint needs Node 20.19 or later; this is ${process.version}. See https://nodejs.org.`,
  )
  process.exit(1)
}

if (!isInstalled()) {
  // Diagnostics go to stderr: a command's own output may be meant for a program.
  console.error('Installing dependencies (npm ci): about three minutes the first time …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed (see above). With a network connection, run it again.')
    process.exit(status ?? 1)
  }
}

const child = spawn(
  process.execPath,
  ['--import', 'tsx', join(root, 'scripts', `${command}.ts`), ...rest],
  { cwd: root, stdio: 'inherit' },
)
// The terminal sends Ctrl-C to the whole group; the command itself stops what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))

function isInstalled() {
  const marker = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  return existsSync(marker) && statSync(marker).mtimeMs + 1000 >= statSync(lock).mtimeMs
}
