import { type FunctionInvoker, type InvocationResult, refused } from '../lambda/invoker.ts'
import type { FaultSource } from './faults.ts'
import { ownError } from './wire.ts'

/**
 * The way from AppSync to Lambda, which does not pass the gateway, under the same faults. There is
 * no connection to cut: such a call fails as Lambda would.
 */
export function invokeWithFaults(functions: FunctionInvoker, faults: FaultSource): FunctionInvoker {
  return {
    async invoke(functionArn, payload, type) {
      const call = { service: 'lambda', operation: 'Invoke', name: functionArn } as const
      await faults.pause(faults.take(call, ['delay'])?.ms ?? 0)
      const effect = faults.take(call, ['throttle', 'error', 'fail', 'cut', 'killBackend'])
      if (!effect) return functions.invoke(functionArn, payload, type)
      const isAfter = 'when' in effect && effect.when === 'after'
      const ran = isAfter ? await functions.invoke(functionArn, payload, type) : undefined
      if (effect.kind === 'killBackend') process.kill(process.pid, 'SIGKILL')
      const error =
        effect.kind === 'error'
          ? effect
          : ownError('lambda', effect.kind === 'throttle' ? 'throttle' : 'fail')
      return asRefusal(error, ran)
    },
  }
}

function asRefusal(
  { type, message = type }: { type: string; message?: string | undefined },
  ran: InvocationResult | undefined,
): InvocationResult {
  return refused(type, message, ran?.requestId ?? 'none')
}
