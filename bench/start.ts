import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { chromiumOptions } from '../scripts/chromium.ts'
import { projectRoot } from '../scripts/paths.ts'
import { type Figure, percentile } from './figure.ts'

/** A start that takes longer is given up. */
const maxMs = 300_000
/** Vite reloads a page whose dependencies it had to bundle first; a form counts when it stays. */
const settleMs = 2_000
/** What stops in good order has stopped by then. */
const stopMs = 15_000

/** Milliseconds since the command was given. */
type Marks = { readonly readyMs: number; readonly formMs: number }

/**
 * `npm start` from the command to the sign-in form in a browser that is open already: the first time
 * (nothing synthesised, bundled or transpiled before), then with these caches. Each start has a new
 * state folder, and so also makes its demo account.
 * @param count starts with caches; the first one is measured once
 */
export async function benchStart(count = 3): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  const browser = await chromium.launch(chromiumOptions())
  try {
    const starts: Marks[] = []
    for (let run = 0; run <= count; run += 1) {
      const page = await browser.newPage()
      starts.push(await oneStart(dir, run, page))
      await page.close()
    }
    return figuresOf(starts)
  } finally {
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  }
}

function figuresOf([cold, ...cached]: readonly Marks[]): Figure[] {
  const form = cached.map(({ formMs }) => formMs)
  const ready = cached.map(({ readyMs }) => readyMs)
  const untilReady = 'of it, until the command says that it is ready'
  return [
    { ...seconds('cold start to the sign-in form', cold?.formMs), atMost: 25 },
    seconds(untilReady, cold?.readyMs),
    { ...seconds('cached start to the sign-in form, median', percentile(form, 0.5)), atMost: 5 },
    seconds(untilReady, percentile(ready, 0.5)),
    seconds('cached start to the sign-in form, slowest', Math.max(...form)),
  ]
}

function seconds(name: string, ms = Number.NaN): Figure {
  return { name, value: ms / 1000, unit: 's' }
}

async function oneStart(dir: string, run: number, page: Page): Promise<Marks> {
  const port = await freePort()
  const temporary = join(dir, 'tmp')
  await mkdir(temporary, { recursive: true })
  const startedMs = performance.now()
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'start', '--port', String(port), '--state', join(dir, `state-${run}`)],
    {
      cwd: projectRoot,
      // The TypeScript loader keeps what it transpiled in the temporary folder.
      env: { ...process.env, REPAINT_CACHE_DIR: join(dir, 'cache'), TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that nothing of it can be left behind.
      detached: true,
    },
  )
  const interrupted = () => {
    killGroup(child)
    process.exit(130)
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    const { readyMs, formMs } = await formShown(child, page, `http://localhost:${port}`)
    return { readyMs: readyMs - startedMs, formMs: formMs - startedMs }
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await stop(child)
  }
}

/** @returns when the command said that it is ready, and when the form that stays came */
async function formShown(child: ChildProcess, page: Page, url: string): Promise<Marks> {
  const { said, ended } = listen(child)
  await Promise.race([ended, said])
  const readyMs = performance.now()
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  await Promise.race([ended, page.goto(url, { timeout: maxMs })])
  for (;;) {
    const before = loads
    await page.getByRole('textbox', { name: 'Email' }).waitFor({ timeout: maxMs })
    const formMs = performance.now()
    await pause(settleMs)
    if (loads === before) return { readyMs, formMs }
  }
}

/** `said`: the command says that all is up. `ended`: fails when it stops. */
function listen(child: ChildProcess): { said: Promise<void>; ended: Promise<never> } {
  let errors = ''
  child.stderr?.on('data', (part: Buffer) => {
    errors = (errors + part.toString()).slice(-2_000)
  })
  const said = new Promise<void>((resolve) => {
    let output = ''
    child.stdout?.on('data', (part: Buffer) => {
      output = (output + part.toString()).slice(-2_000)
      if (output.includes('Ready in')) resolve()
    })
  })
  const ended = new Promise<never>((_, reject) => {
    const late = setTimeout(() => reject(new Error('npm start was not ready in time.')), maxMs)
    void said.then(() => clearTimeout(late))
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`npm start ended (exit code ${code}):\n${errors}`))
    })
  })
  ended.catch(() => undefined)
  return { said, ended }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await Promise.race([ended, pause(stopMs, undefined, { ref: false })])
  }
  killGroup(child)
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A port that is free together with the next one, which the backend takes. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const port = await canListen(0)
    if (port !== undefined && (await canListen(port + 1)) !== undefined) return port
  }
  throw new Error('No two free ports in a row.')
}

function canListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
