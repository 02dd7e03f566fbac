import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FaultOrder } from '../../../sandbox/faults/rule.ts'
import type { Random } from '../../../sandbox/random.ts'
import { pick } from '../load.ts'

/** What may go wrong, each with the share of calls that it strikes. */
const orders: readonly FaultOrder[] = [
  { service: 'bedrock', probability: 0.1, effect: { kind: 'throttle' } },
  { service: 'bedrock', probability: 0.05, effect: { kind: 'fail' } },
  { service: 'bedrock', probability: 0.03, effect: { kind: 'cut', when: 'after' } },
  { service: 'bedrock', probability: 0.05, effect: modelError(408, 'ModelTimeoutException') },
  { service: 'bedrock', probability: 0.05, effect: modelError(424, 'ModelErrorException') },
  { service: 'bedrock', probability: 0.05, effect: { kind: 'block', what: 'output' } },
  { service: 'dynamodb', probability: 0.01, effect: { kind: 'fail', when: 'before' } },
  { service: 'dynamodb', probability: 0.01, effect: { kind: 'fail', when: 'after' } },
  { service: 'appsync', probability: 0.02, effect: { kind: 'fail', when: 'before' } },
  { service: 'appsync', probability: 0.02, effect: { kind: 'cut', when: 'after' } },
  { service: 's3', operation: 'PutObject', probability: 0.03, effect: { kind: 'fail' } },
  { service: 'sqs', operation: 'SendMessage', probability: 0.03, effect: { kind: 'fail' } },
  { probability: 0.03, effect: { kind: 'killFunction', afterMs: 40, name: 'rungeneration' } },
  { probability: 0.02, effect: { kind: 'killFunction', afterMs: 400, name: 'rungeneration' } },
  { probability: 0.03, effect: { kind: 'killFunction', afterMs: 15, name: 'generateimage' } },
  { probability: 0.1, effect: { kind: 'doubleMessage' } },
  { probability: 0.1, effect: { kind: 'delayMessage', ms: 1_500 } },
  { probability: 0.1, effect: { kind: 'reorderMessage' } },
]

function modelError(status: number, type: string): FaultOrder['effect'] {
  return { kind: 'error', status, type, when: 'after' }
}

/** How many of them are on at once. */
const atOnce = 6

/** Orders some faults of a running backend, by its endpoint. */
export interface FaultBoard {
  /** Clears what was ordered and orders others. */
  shuffle(random: Random): Promise<void>
  clear(): Promise<void>
}

/** @param stateDir the backend's, where the token is */
export async function openFaultBoard(endpoint: string, stateDir: string): Promise<FaultBoard> {
  const token = await readFile(join(stateDir, 'faults-token'), 'utf8')
  const call = async (method: 'POST' | 'DELETE', rule?: FaultOrder) => {
    const response = await fetch(`${endpoint}/_sandbox/faults`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(rule && { body: JSON.stringify(rule) }),
    })
    if (!response.ok) throw new Error(`The faults answer ${response.status}.`)
  }
  return {
    clear: () => call('DELETE'),
    async shuffle(random) {
      await call('DELETE')
      for (let n = 0; n < atOnce; n += 1) {
        await call('POST', { ...pick(random, orders), seed: Math.floor(random() * 1e9) })
      }
    },
  }
}
