/** The exceptions of Cognito that the sandbox answers with; all are HTTP 400. */
type CognitoErrorCode =
  | 'AccessDeniedException'
  | 'AliasExistsException'
  | 'CodeMismatchException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredCodeException'
  | 'InvalidIdentityPoolConfigurationException'
  | 'InvalidLambdaResponseException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'LimitExceededException'
  | 'MissingAuthenticationTokenException'
  | 'NotAuthorizedException'
  | 'PasswordResetRequiredException'
  | 'RefreshTokenReuseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'SoftwareTokenMFANotFoundException'
  | 'UnexpectedLambdaException'
  | 'UnknownOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UsernameExistsException'

/** A refusal in Cognito's own words; the service puts it on the wire. */
export class CognitoError extends Error {
  readonly code: CognitoErrorCode

  constructor(code: CognitoErrorCode, message: string) {
    super(message)
    this.name = code
    this.code = code
  }
}

/** @returns the one answer to a wrong user and to a wrong password */
export function wrongPassword(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'Incorrect username or password.')
}

/** @returns the answer to a code that is not the one sent */
export function codeMismatch(): CognitoError {
  return new CognitoError(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
}

/** @returns the answer when no code is waiting, or the one sent is too old */
export function codeExpired(): CognitoError {
  return new CognitoError(
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  )
}

/** @returns the answer to too many tries within a while */
export function limitExceeded(): CognitoError {
  return new CognitoError(
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  )
}

/** @returns an `InvalidParameterException` with AWS's sentence */
export function invalidParameter(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message)
}

/** @returns a `NotAuthorizedException` with AWS's sentence */
export function notAuthorized(message: string): CognitoError {
  return new CognitoError('NotAuthorizedException', message)
}
