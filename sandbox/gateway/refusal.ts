import { faultMessages } from '../iam/fault-messages.ts'
import type { ServiceName } from './route.ts'
import type { ServiceResponse } from './service.ts'

/** What the gateway answers by itself, before any service. */
export function refusal(status: number, message: string): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  }
}

/** S3's names of the errors that the JSON services name otherwise. */
const s3Names: Readonly<Record<string, string>> = { InvalidClientTokenId: 'InvalidAccessKeyId' }
const jsonNames: Readonly<Record<string, string>> = {
  InvalidClientTokenId: 'UnrecognizedClientException',
  ExpiredToken: 'ExpiredTokenException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  IncompleteSignature: 'IncompleteSignatureException',
}

/** A refused signature, as the service's own protocol says it: S3 in XML, all others in JSON. */
export function signatureRefusal(service: ServiceName | undefined, code: string): ServiceResponse {
  const message = faultMessages[code] ?? code
  if (service === 's3') {
    const name = s3Names[code] ?? code
    return {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${message}</Message></Error>`,
    }
  }
  const name = jsonNames[code] ?? code
  return {
    status: 403,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message, Message: message }),
  }
}
