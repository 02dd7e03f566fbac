import { createHash } from 'node:crypto'
import type { CredentialStore } from '../../iam/credentials.ts'
import { faultMessages } from '../../iam/fault-messages.ts'
import { readSignature, verifySignature } from '../../iam/sigv4.ts'
import type { VerifySigned } from './signed-headers.ts'

const noQuery = new URLSearchParams()

/**
 * Verifies the SigV4 headers that realtime clients put into messages: a `POST` of `{}` to
 * `…/graphql/connect` for the connection, of the message's data to `…/graphql` for a subscription
 * (AWS AppSync Developer Guide, "Building a real-time WebSocket client").
 */
export function createVerifySigned(options: {
  credentials: Pick<CredentialStore, 'find'>
  clock?: () => number
}): VerifySigned {
  const { credentials, clock = Date.now } = options
  return ({ method, path, headers, body }) => {
    const nowMs = clock()
    const claim = readSignature(headers, noQuery)
    if (!claim) throw refusal('IncompleteSignature')
    const held = credentials.find(claim.accessKeyId, claim.sessionToken, nowMs)
    if (typeof held === 'string') throw refusal(held)
    const bodyHash = createHash('sha256').update(body).digest('hex')
    const verified = verifySignature({ method, path, query: noQuery, headers, bodyHash }, claim, {
      secretAccessKey: held.secretAccessKey,
      nowMs,
    })
    if (typeof verified === 'string') throw refusal(verified)
    if (verified.payloadHash !== bodyHash) throw refusal('SignatureDoesNotMatch')
    return held.caller
  }
}

function refusal(fault: string): Error {
  return new Error(faultMessages[fault] ?? fault)
}
