import { Readable } from 'node:stream'
import type { ServiceName } from '../gateway/route.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { FaultSource, FaultyCall } from './faults.ts'
import { errorOnWire, ownError } from './wire.ts'

const kinds = ['throttle', 'error', 'fail', 'cut', 'killBackend'] as const

/**
 * Lets a service handle a request, as far as the ordered faults let it.
 * @returns what to send; `cut` when the connection is to end instead
 */
export async function handleWithFaults(
  faults: FaultSource,
  target: { name: ServiceName; service: Service },
  request: ServiceRequest,
): Promise<ServiceResponse | 'cut'> {
  const { name, service } = target
  const call: FaultyCall = { service: name, operation: operationOf(service, request) }
  await faults.pause(faults.take(call, ['delay'])?.ms ?? 0)
  const effect = faults.take(call, kinds)
  if (!effect) return service.handle(request)
  if ('when' in effect && effect.when === 'after') discard(await service.handle(request))
  if (effect.kind === 'killBackend') process.kill(process.pid, 'SIGKILL')
  if (effect.kind === 'killBackend' || effect.kind === 'cut') return 'cut'
  const error = effect.kind === 'error' ? effect : ownError(name, effect.kind)
  return errorOnWire(name, error, request)
}

/** JSON protocols name the operation in a header, other services say how they read a request. */
function operationOf(service: Service, request: ServiceRequest): string | undefined {
  const target = request.headers['x-amz-target']?.split('.')[1]
  return target ?? service.operationOf?.(request)
}

/** An answer that nobody gets must let go of its file. */
function discard({ body }: ServiceResponse): void {
  if (body instanceof Readable) body.destroy()
}
