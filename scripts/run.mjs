// Runs one of the commands beside this file on a machine that has only Node: checks Node's version,
// installs the dependencies when they are missing or not those of the lockfile, then hands over.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const command = process.argv[2]
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

// The command reads the arguments that follow its own name.
process.argv.splice(2, 1)
await runTypeScript(join(root, 'scripts', `${command}.ts`))

/**
 * Bundles our own modules into one and runs it. A loader that transpiles each module as it is
 * imported would take a second more of every start.
 */
async function runTypeScript(entry) {
  const { build, stop } = await import('esbuild')
  const cache = join(root, 'node_modules', '.cache', 'repaint')
  removeOld(cache)
  // Of this process alone, since two commands may start at once.
  const outfile = join(cache, `${basename(entry, '.ts')}-${process.pid}.mjs`)
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    define: { 'import.meta.url': 'moduleUrl' },
    plugins: [{ name: 'module-urls', setup: keepModuleUrls }],
  })
  // esbuild's own process would stay as long as this one.
  await stop()
  process.setSourceMapsEnabled(true)
  try {
    await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(outfile, { force: true })
  }
}

/** Bundles of commands that were killed, or that ended their process themselves. */
function removeOld(folder) {
  const oldMs = Date.now() - 3_600_000
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name)
    const changed = statSync(path, { throwIfNoEntry: false })
    if (changed && changed.mtimeMs < oldMs) rmSync(path, { force: true })
  }
}

/** Modules find files beside themselves by `import.meta.url`, which must stay that of the source. */
function keepModuleUrls({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8')
    if (!source.includes('import.meta.url')) return undefined
    const url = JSON.stringify(pathToFileURL(path).href)
    return { contents: `const moduleUrl = ${url}; ${source}`, loader: 'ts' }
  })
}

/** Whether every package of the lockfile is there in its version, but for those that npm keeps no book of. */
function isInstalled() {
  const installed = packagesOf(join('node_modules', '.package-lock.json'))
  if (!installed) return false
  return Object.entries(packagesOf('package-lock.json') ?? {}).every(
    ([path, { version, optional, inBundle }]) =>
      path === '' || optional || inBundle || installed[path]?.version === version,
  )
}

function packagesOf(lockfile) {
  const path = join(root, lockfile)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined
}
