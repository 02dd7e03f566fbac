import type { IncomingMessage } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import type { Caller } from '../iam/caller.ts'

/** One AWS request after the gateway has routed it and verified its signature. */
export type ServiceRequest = {
  readonly requestId: string
  readonly method: string
  /** The path as sent: still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Header names in lower case; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The host that the client meant: `x-sandbox-host` when rerouted, else `Host`. */
  readonly host: string
  /** Whether AWS would have got it over TLS; policies may refuse what comes in the clear. */
  readonly secure: boolean
  /** The whole body for a service with `body: 'buffer'`; empty for one with `body: 'stream'`. */
  readonly body: Buffer
  /** The raw body. For `body: 'stream'` services it is unread. */
  readonly stream: Readable
  /** Who signed the request; `undefined` when it carries no AWS signature. */
  readonly caller: Caller | undefined
  /** What a verified signature said of the body; S3 checks it while it streams. */
  readonly signature: VerifiedSignature | undefined
}

export type VerifiedSignature = {
  /** `x-amz-content-sha256`: a hex digest, `UNSIGNED-PAYLOAD` or `STREAMING-…`. */
  readonly payloadHash: string
  /** For chunked uploads: the seed signature, and what the next chunks are signed with. */
  readonly signature: string
  readonly signingKey: Buffer
  /** `{date}/{region}/{service}/aws4_request` */
  readonly scope: string
  /** `20261121T114000Z` */
  readonly timestamp: string
}

export type ServiceResponse = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
}

/** A service of the sandbox. It answers errors itself, in its own wire form; it never throws them. */
export interface Service {
  readonly body: 'buffer' | 'stream'
  /** Most bytes that the gateway reads for a `buffer` service; larger bodies get a 413. */
  readonly maxBodyBytes?: number
  /** It stays when the others are exchanged for those of a changed template. */
  readonly isLasting?: boolean
  handle(request: ServiceRequest): Promise<ServiceResponse>
  /** AWS's name of the operation asked for, where no `X-Amz-Target` says it. */
  operationOf?(request: ServiceRequest): string | undefined
  /** Takes over a WebSocket handshake (AppSync realtime). */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Stops timers, workers and processes; what was acknowledged is on disk when it resolves. */
  close?(): Promise<void>
}
