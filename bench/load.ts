import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { spawnBackend } from '../scripts/backend-process.ts'
import { openBackend } from '../tests/backend/open-backend.ts'
import { type Figure, percentile } from './figure.ts'
import { type LoadClient, openLoadClient } from './load-client.ts'

const clients = 50
/** Between a client's requests, on average. */
const thinkMs = 1_000
/** A photograph of a good camera. */
const uploadBytes = 12_000_000
/** All clients together start one so often. */
const uploadEveryMs = 2_000
/** The first minute fills caches and starts functions; growth is counted from its end. */
const settleMs = 60_000
const watchEveryMs = 5_000

/** Milliseconds of every call, by what was called. */
type Times = Map<string, number[]>

/**
 * The backend in a process of its own under fifty signed-in clients with two hundred
 * subscriptions, which page through their history, rename pictures, hear of it and upload files.
 * @param minutes how long, after the clients are signed in; at least 2
 * @throws RangeError for less
 */
export async function benchLoad(minutes = 10): Promise<Figure[]> {
  if (minutes < 2) throw new RangeError('The first minute is not counted: --count takes 2 or more.')
  const stateDir = await mkdtemp(join(tmpdir(), 'repaint-bench-'))
  const backend = spawnBackend(['--port=0', `--state=${stateDir}`])
  try {
    const place = await openBackend(await backend.ready)
    const people: LoadClient[] = []
    for (let n = 0; n < clients; n += 1) people.push(await openLoadClient(place, n))
    const times: Times = new Map()
    const untilMs = performance.now() + minutes * 60_000
    const [memory] = await Promise.all([
      watchMemory(backend.pid, untilMs),
      uploadUntil({ people, times, untilMs }),
      ...people.map((each) => callUntil({ client: each, times, untilMs })),
    ])
    for (const each of people) each.close()
    return [...figuresOf(times, minutes), ...memoryFigures(memory)]
  } finally {
    await backend.stop()
    await rm(stateDir, { recursive: true, force: true })
  }
}

async function callUntil(of: { client: LoadClient; times: Times; untilMs: number }) {
  const { client, times, untilMs } = of
  while (performance.now() < untilMs) {
    await pause(thinkMs * 2 * Math.random())
    if (Math.random() < 0.75) await note(times, 'query of a page', () => client.readHistory())
    else await note(times, 'mutation → event', () => client.renameAndHear(randomUUID()))
  }
}

async function uploadUntil(of: { people: readonly LoadClient[]; times: Times; untilMs: number }) {
  const { people, times, untilMs } = of
  // The same bytes each time: an object for each client, not one for each upload.
  const bytes = randomBytes(uploadBytes)
  for (let n = 0; performance.now() < untilMs; n += 1) {
    const client = people[n % people.length]
    if (client) await note(times, 'upload of 12 MB', () => client.upload(bytes))
    await pause(uploadEveryMs)
  }
}

async function note(times: Times, name: string, call: () => Promise<void>): Promise<void> {
  const startedMs = performance.now()
  await call()
  const list = times.get(name) ?? []
  list.push(performance.now() - startedMs)
  times.set(name, list)
}

function figuresOf(times: Times, minutes: number): Figure[] {
  return [...times].flatMap(([name, ms]) => [
    { name: `${name}, p50`, value: percentile(ms, 0.5), unit: 'ms' as const },
    { name: `${name}, p95`, value: percentile(ms, 0.95), unit: 'ms' as const },
    { name: `${name}, p99`, value: percentile(ms, 0.99), unit: 'ms' as const },
    { name: `${name}, each second`, value: ms.length / (minutes * 60), unit: '/s' as const },
  ])
}

type Memory = { readonly atMs: number; readonly megabytes: number }

/** Resident memory of the backend's own process, not of its functions. */
async function watchMemory(pid: number, untilMs: number): Promise<Memory[]> {
  const startMs = performance.now()
  const seen: Memory[] = []
  while (performance.now() < untilMs) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN)
    seen.push({ atMs: performance.now() - startMs, megabytes: kilobytes / 1_000 })
    await pause(watchEveryMs)
  }
  return seen
}

/** Growth compares medians of the first and the last third after the settling. */
function memoryFigures(seen: readonly Memory[]): Figure[] {
  const settled = seen.filter(({ atMs }) => atMs >= settleMs).map(({ megabytes }) => megabytes)
  const third = Math.ceil(settled.length / 3)
  const early = percentile(settled.slice(0, third), 0.5)
  const late = percentile(settled.slice(-third), 0.5)
  return [
    { name: 'memory of the backend, median of the last third', value: late, unit: 'MB' },
    { name: 'its greatest', value: Math.max(...settled), unit: 'MB' },
    { name: 'last third ÷ first third', value: late / early, unit: '×', atMost: 1.1 },
  ]
}
