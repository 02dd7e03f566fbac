import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Backend } from '../backend.ts'
import { rawRequest } from '../raw-request.ts'

type Plain = {
  readonly service: 's3' | 'sqs'
  readonly host: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Sends a request with the developer's good signature in the clear, as a client does that was
 * given `http://…amazonaws.com`.
 * @throws Error with the answer when it is refused
 */
async function sendPlain(backend: Backend, of: Plain): Promise<void> {
  const signer = new SignatureV4({
    credentials: backend.tools,
    region: backend.region,
    service: of.service,
    sha256: Sha256,
  })
  const { headers } = await signer.sign({
    method: of.method,
    protocol: 'http:',
    hostname: of.host,
    path: of.path,
    query: { ...of.query },
    headers: { host: of.host, ...of.headers },
    body: of.body,
  })
  const { host: _, ...sent } = headers
  const query = new URLSearchParams(of.query).toString()
  const answer = await rawRequest(backend, {
    method: of.method,
    path: `/_host/http:${of.host}${of.path}${query === '' ? '' : `?${query}`}`,
    headers: sent,
    ...(of.body !== undefined && { body: of.body }),
  })
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
}

/** Lists a bucket in the clear. */
export function listInTheClear(backend: Backend, bucket: string): Promise<void> {
  const host = `${bucket}.s3.${backend.region}.amazonaws.com`
  const query = { 'list-type': '2' }
  return sendPlain(backend, { service: 's3', host, method: 'GET', path: '/', query })
}

/** Sends a message in the clear. */
export function sendInTheClear(backend: Backend, queueUrl: string): Promise<void> {
  return sendPlain(backend, {
    service: 'sqs',
    host: `sqs.${backend.region}.amazonaws.com`,
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    },
    body: JSON.stringify({
      QueueUrl: queueUrl,
      MessageBody: 'in the clear',
      ...(/fifo$/i.test(queueUrl) && {
        MessageGroupId: 'a',
        MessageDeduplicationId: queueUrl.slice(-80),
      }),
    }),
  })
}
