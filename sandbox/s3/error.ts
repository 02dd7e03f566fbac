import type { ServiceResponse } from '../gateway/service.ts'
import { document, element } from './xml.ts'

/** S3's error codes that the sandbox answers, with AWS's status and sentence. */
const errorTable = {
  AccessDenied: [403, 'Access Denied'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  BadDigest: [400, 'The digest you specified did not match the content received.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size.'],
  IncompleteBody: [400, 'The request body terminated unexpectedly.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidDigest: [400, 'The Content-MD5 or checksum value that you specified is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidRequest: [400, 'Invalid Request'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  KeyTooLongError: [400, 'Your key is too long.'],
  MalformedXML: [400, 'The XML you provided was not well-formed.'],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'A header or query you provided implies functionality not implemented.'],
  NotModified: [304, 'Not Modified'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  ServiceUnavailable: [503, 'Reduce your request rate.'],
  SignatureDoesNotMatch: [403, 'The chunk signature we calculated does not match.'],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type S3ErrorCode = keyof typeof errorTable

/** An answer other than success; thrown by operations, turned into XML by the service. */
export class S3Error extends Error {
  readonly code: S3ErrorCode
  readonly status: number

  /** @param message replaces AWS's general sentence where a more exact one helps */
  constructor(code: S3ErrorCode, message: string = errorTable[code][1]) {
    super(message)
    this.name = 'S3Error'
    this.code = code
    this.status = errorTable[code][0]
  }
}

/** @returns the error as S3 sends it; a HEAD request and a 304 have no body */
export function errorResponse(
  error: S3Error,
  request: { method: string; path: string; requestId: string },
): ServiceResponse {
  if (request.method === 'HEAD' || error.status === 304) return { status: error.status }
  const body = document(
    element('Error', [
      element('Code', error.code),
      element('Message', error.message),
      element('Resource', request.path),
      element('RequestId', request.requestId),
    ]),
  )
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body }
}
