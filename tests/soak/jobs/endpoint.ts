import type { Generation } from '#domain/generation/generation.ts'
import type { Ending } from '../../../sandbox/images/server.ts'
import { openImagesServer } from '../../../sandbox/images/server.ts'
import type { Random } from '../../../sandbox/random.ts'
import { imagesKey, imagesKeyName } from '../../backend/settings.ts'
import { pick, Violation } from '../load.ts'

/** One model for each way to be told of a mask; the last is free. */
export const endpointModels = ['own:alpha', 'own:white', 'own:none'] as const

/** What endpoints may do to a request, and how often, while anything may go wrong. */
const misfortuneShare = 0.3

/** A server of images that keeps running while the backend is killed, and counts by job what it made. */
export interface Endpoint {
  /** What functions are told of it. */
  readonly setting: string
  /** Whether requests may end badly. */
  suffers: boolean
  /**
   * Compares what it made with the jobs.
   * @returns how many pictures were paid for
   * @throws Violation when a job was paid for twice, or has images of no call
   */
  checkCalls(records: readonly Generation[]): number
  close(): Promise<void>
}

/** The words of a job by which its requests are known: nothing else of it leaves the product. */
export function wordsOf(id: string): string {
  return `a red door, number ${id}`
}

/** @param modelSeconds what the worker waits for an answer at most */
export async function openEndpoint(random: Random, modelSeconds: number): Promise<Endpoint> {
  const made = new Map<string, number>()
  const slow = { kind: 'SLOW', ms: modelSeconds * 1_000 + 500 } as const
  const endpoint = { suffers: false }
  const server = await openImagesServer({
    port: 0,
    key: imagesKey,
    engine: 'instant',
    models: {
      alpha: { mask: 'ALPHA', maxImages: 16 },
      white: { mask: 'WHITE', maxImages: 4 },
      none: { mask: 'NONE', maxImages: 3, repaintsAll: true },
    },
    misfortune: () =>
      endpoint.suffers && random() < misfortuneShare
        ? pick(random, [...misfortunes, slow])
        : undefined,
    onMade({ prompt }) {
      const [id = 'nobody'] = /[0-9a-f-]{36}/.exec(prompt) ?? []
      made.set(id, (made.get(id) ?? 0) + 1)
    },
  })
  return Object.assign(endpoint, {
    setting: JSON.stringify([
      {
        name: 'own',
        url: server.url,
        key: imagesKeyName,
        asksForBase64: false,
        models: [
          { model: 'alpha', mask: 'ALPHA', references: 4, priceMicros: 40_000 },
          { model: 'white', mask: 'WHITE', references: 2, priceMicros: 10_000 },
          { model: 'none', references: 2, priceMicros: 0 },
        ],
      },
    ]),
    checkCalls: (records: readonly Generation[]) => checkCalls(made, records),
    close: () => server.close(),
  })
}

const failed = (status: number, code: string, headers = {}): Ending => {
  const error = { message: 'no', type: 'server_error', param: null, code }
  return { kind: 'STATUS', status, headers, body: JSON.stringify({ error }) }
}

const misfortunes: readonly Ending[] = [
  failed(429, 'rate_limit_exceeded', { 'retry-after': '1' }),
  failed(503, 'server_is_overloaded'),
  failed(500, 'server_error'),
  { kind: 'CUT' },
  { kind: 'ADDRESS' },
  { kind: 'SIZE', width: 64, height: 512 },
]

/** A worker that died with a call under way is the one reason to call once more. */
function checkCalls(made: ReadonlyMap<string, number>, records: readonly Generation[]): number {
  const known = new Map(records.map((record) => [record.id as string, record]))
  let calls = 0
  for (const [id, count] of made) {
    const record = known.get(id)
    if (!record) throw new Violation(`${count} pictures were made for ${id}`)
    const most = record.count + (record.attempt > 1 ? 1 : 0)
    if (count > most) throw new Violation(`job ${id} was charged ${count} pictures, not ${most}`)
    calls += count
  }
  for (const { id, status, modelUsed } of records) {
    if (status === 'SUCCEEDED' && modelUsed.startsWith('own:') && !made.has(id))
      throw new Violation(`job ${id} has images of no call`)
  }
  return calls
}
