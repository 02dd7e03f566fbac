import type { IncomingMessage } from 'node:http'
import { handleWithFaults } from '../faults/strike.ts'
import type { Backends } from './backends.ts'
import type { Head } from './read-head.ts'
import { readRequest } from './read-request.ts'
import { refusal, signatureRefusal } from './refusal.ts'
import type { ServiceName } from './route.ts'
import { type Answer, withHeaders } from './send.ts'
import type { Service, ServiceRequest } from './service.ts'
import { lacksSignature, verifyCaller } from './verify-caller.ts'

type Context = {
  readonly backends: Backends
  /** Headers that let a page of a listed origin read the answer. */
  readonly cors: Readonly<Record<string, string>> | undefined
  readonly nowMs: () => number
  readonly leave: () => void
}

/** Takes a request for a service through its steps: body, signature, injected faults, service. */
export async function answerAsService(
  head: Head,
  incoming: IncomingMessage,
  { backends, cors, nowMs, leave }: Context,
): Promise<Answer> {
  const { service: name } = head
  const service = name && backends.services[name]
  if (!service) return withHeaders(refusal(404, 'The sandbox has no such service.'), cors)
  // A refused signature is the gateway's own answer, so its own rule for origins applies.
  const refuse = (code: string) => withHeaders(signatureRefusal(name, code), cors)
  if (lacksSignature(head)) return refuse('MissingAuthenticationToken')
  const request = await readRequest(head, incoming, service)
  if (!request) return withHeaders(refusal(413, 'The request body is too large.'), cors)
  const verified = verifyCaller(head, request, {
    isHashed: service.body === 'buffer',
    credentials: backends.credentials,
    nowMs: nowMs(),
  })
  if (typeof verified === 'string') return refuse(verified)
  if (service.isLasting) leave()
  const response = await handle(backends, { name, service }, verified)
  return name === 's3' ? response : withHeaders(response, cors)
}

async function handle(
  { faults }: Backends,
  target: { name: ServiceName; service: Service },
  request: ServiceRequest,
): Promise<Answer> {
  if (!faults) return await target.service.handle(request)
  return await handleWithFaults(faults, target, request)
}
