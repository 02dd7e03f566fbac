import type { Generation } from '#domain/generation/generation.ts'
import type { ModelFailure } from '../models/read-failure.ts'
import type { Edges } from '../store/edges.ts'
import { changeGeneration } from './change-generation.ts'
import { endGeneration } from './end-generation.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'now' | 'random'>

export type BackOff = { readonly backoffSeconds: number; readonly backoffCapSeconds: number }

/** A throttle passes; a model that keeps failing does not, so that job ends within minutes. */
const mostFailures = 5

/**
 * Lets a job wait that its model turned away uncharged: visibly, for a time that doubles with each
 * try (half of it by chance, so that many jobs do not come back at once), within its lifetime.
 */
export async function waitForModel(
  edges: Needed,
  settings: BackOff,
  job: { claimed: Generation; failure: ModelFailure; tries: number },
): Promise<Generation | undefined> {
  const { claimed, failure, tries } = job
  const now = edges.now()
  const fullSeconds = Math.min(settings.backoffSeconds * 2 ** tries, settings.backoffCapSeconds)
  const delaySeconds = Math.ceil(fullSeconds * (0.5 + edges.random() / 2))
  const until = now + delaySeconds * 1_000
  const isHopeless = failure.code !== 'THROTTLED' && tries >= mostFailures
  if (isHopeless || until >= Date.parse(claimed.deadline)) {
    const { code, detail } = failure
    return endGeneration(edges, claimed, { ending: { kind: 'FAILED', code, detail } })
  }
  const waiting = await changeGeneration(edges.generations, claimed, (current) =>
    current.status === 'RUNNING' && !current.cancelRequested
      ? { status: 'WAITING', leaseUntil: new Date(until).toISOString() }
      : undefined,
  )
  if (waiting?.cancelRequested)
    return endGeneration(edges, waiting, { ending: { kind: 'CANCELLED' } })
  if (waiting?.status === 'WAITING') {
    await edges.queue.send(waiting, { tries: tries + 1, delaySeconds })
  }
  return waiting
}
