/** What AWS says of a signature or of credentials that it refuses, by its error codes. */
export const faultMessages: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  RequestTimeTooSkewed:
    'The difference between the request time and the current time is too large.',
  AccessDenied: 'Request has expired',
  IncompleteSignature: 'The request signature does not conform to AWS standards.',
  MissingAuthenticationToken: 'Missing Authentication Token',
  InvalidClientTokenId: 'The security token included in the request is invalid.',
  ExpiredToken: 'The security token included in the request is expired',
}
