import { unreachable } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { Edges } from '../../store/edges.ts'
import type { JobMessage } from '../../store/job-queue.ts'
import type { Halt } from './call-model.ts'
import { type BackOff, letWait, waitForModel, waitForTurn } from './let-wait.ts'
import { type RerouteSettings, rerouteJob } from './reroute-job.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'modelStates' | 'now' | 'random'>

type Halted = {
  readonly seen: Generation
  readonly message: JobMessage
  readonly halt: Halt
  /** Spent on the model so far. */
  readonly modelMs: number
}

/**
 * Lets a job go on later that stopped before its end; what it was answered by then is kept.
 * @returns the record afterwards, `undefined` when it is gone
 */
export function continueLater(
  edges: Needed,
  settings: BackOff & RerouteSettings,
  { seen, message, halt, modelMs }: Halted,
): Promise<Generation | undefined> {
  // A call that was refused did not happen.
  const uncounted = { modelMs, modelCalls: (seen.modelCalls ?? 1) - 1 }
  switch (halt.kind) {
    case 'TURNED_AWAY':
      return waitForModel(edges, settings, {
        seen,
        message,
        failure: halt.failure,
        change: uncounted,
      })
    case 'NO_TURN':
      return waitForTurn(edges, seen, { message, turn: halt.turn, change: { modelMs } })
    case 'NO_TIME':
      return letWait(edges, seen, {
        message,
        delaySeconds: 0,
        untilMs: edges.now(),
        change: { modelMs, ...halt.finished },
      })
    case 'RETIRED':
      return rerouteJob(edges, settings, { seen, message, change: uncounted })
    default:
      return unreachable(halt)
  }
}
