import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Head } from './read-head.ts'
import type { Service, ServiceRequest } from './service.ts'

/** Bedrock's largest request, 25,000,000 bytes, is the largest that is buffered anywhere. */
const defaultMaxBodyBytes = 26_000_000
const maxPageBodyBytes = 1_000_000

/** @returns the request with its body, as the service wants it; `undefined` if it is too large */
export async function readRequest(
  head: Head,
  incoming: IncomingMessage,
  service: Service,
): Promise<ServiceRequest | undefined> {
  if (service.body === 'stream') return withBody(head, incoming, Buffer.alloc(0))
  const body = await readBody(incoming, service.maxBodyBytes ?? defaultMaxBodyBytes)
  return body && withBody(head, incoming, body)
}

/** @returns the request of a page, with an empty body in place of one that is too large */
export async function readPageRequest(
  head: Head,
  incoming: IncomingMessage,
): Promise<ServiceRequest> {
  const body = await readBody(incoming, maxPageBodyBytes)
  return withBody(head, incoming, body ?? Buffer.alloc(0))
}

function withBody(head: Head, incoming: IncomingMessage, body: Buffer): ServiceRequest {
  const { method, path, query, headers, host, secure } = head
  return {
    requestId: randomUUID(),
    method,
    path,
    query,
    headers,
    host,
    secure,
    body,
    stream: incoming,
    caller: undefined,
    signature: undefined,
  }
}

async function readBody(stream: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    size += (part as Buffer).length
    if (size > maxBytes) return undefined
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}
