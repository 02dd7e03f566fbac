import { createHash } from 'node:crypto'
import type { CredentialStore } from '../iam/credentials.ts'
import { verifySignature } from '../iam/sigv4.ts'
import type { Head } from './read-head.ts'
import { signedOnly } from './route.ts'
import type { ServiceRequest } from './service.ts'

/** Whether the service takes signed requests only, and this one carries no signature. */
export function lacksSignature({ claim, service }: Head): boolean {
  return !claim && service !== undefined && signedOnly.has(service)
}

/**
 * Verifies the signature of a request that carries one; one without passes as it is.
 * @param context.isHashed whether the body is here, to be compared with what was signed
 * @returns the request with its caller, or the code of AWS's error
 */
export function verifyCaller(
  head: Head,
  request: ServiceRequest,
  context: { isHashed: boolean; credentials: CredentialStore; nowMs: number },
): ServiceRequest | string {
  const { claim } = head
  const { isHashed, credentials, nowMs } = context
  if (!claim) return request
  const held = credentials.find(claim.accessKeyId, claim.sessionToken, nowMs)
  if (typeof held === 'string') return held
  const bodyHash = isHashed ? sha256(request.body) : undefined
  const { secretAccessKey, caller } = held
  const signature = verifySignature({ ...head, bodyHash }, claim, { secretAccessKey, nowMs })
  if (typeof signature === 'string') return signature
  const { payloadHash } = signature
  if (bodyHash !== undefined && isDigest(payloadHash) && payloadHash !== bodyHash) {
    return 'SignatureDoesNotMatch'
  }
  return { ...request, caller, signature }
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}

/** Other values, such as `UNSIGNED-PAYLOAD`, say nothing of the body. */
function isDigest(hash: string): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}
