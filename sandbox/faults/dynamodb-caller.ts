import type { DynamoDbCaller } from '../dynamodb/caller.ts'
import type { FaultSource } from './faults.ts'
import { ownError, type WireError } from './wire.ts'

type Answer = Awaited<ReturnType<DynamoDbCaller['call']>>

/**
 * The way from AppSync to DynamoDB, which does not pass the gateway, under the same faults. There is
 * no connection to cut: such a call fails as DynamoDB would.
 */
export function withFaults(caller: DynamoDbCaller, faults: FaultSource): DynamoDbCaller {
  return {
    async call(operation, input) {
      const call = { service: 'dynamodb', operation } as const
      await faults.pause(faults.take(call, ['delay'])?.ms ?? 0)
      const effect = faults.take(call, ['throttle', 'error', 'fail', 'cut', 'killBackend'])
      if (!effect) return caller.call(operation, input)
      if ('when' in effect && effect.when === 'after') await caller.call(operation, input)
      if (effect.kind === 'killBackend') process.kill(process.pid, 'SIGKILL')
      if (effect.kind === 'error') return answer(effect)
      return answer(ownError('dynamodb', effect.kind === 'throttle' ? 'throttle' : 'fail'))
    },
  }
}

function answer({ status, type, message = type }: WireError): Answer {
  return { status, body: { __type: type, message } }
}
