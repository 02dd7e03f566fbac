/** The services that the gateway knows, by the name in a SigV4 scope. */
export const serviceNames = [
  'appsync',
  'bedrock',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'lambda',
  's3',
  'sqs',
  'ssm',
] as const
export type ServiceName = (typeof serviceNames)[number]

/** JSON protocols name their service in `X-Amz-Target`. */
const targets: Readonly<Record<string, ServiceName>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  DynamoDB_20120810: 'dynamodb',
}

/**
 * Which service a request is for. All of AWS is one address here, so it is told apart by what every
 * client sends: the target header, the signature's scope, or AppSync's and Cognito's own paths.
 */
export function routeOf(request: {
  path: string
  host: string
  headers: Readonly<Record<string, string>>
  /** The service in the request's signature, when it has one. */
  signedFor: string | undefined
}): ServiceName | undefined {
  const target = request.headers['x-amz-target']?.split('.')[0]
  if (target !== undefined) return targets[target]
  if (request.path.startsWith('/appsync/')) return 'appsync'
  if (request.path.includes('/.well-known/')) return 'cognito-idp'
  if (request.signedFor !== undefined) {
    return serviceNames.find((name) => name === request.signedFor)
  }
  if (/(^|\.)s3[.-]/.test(request.host)) return 's3'
  return undefined
}

/**
 * A client that cannot be given an endpoint (the Storage client in a browser) sends
 * `/_host/{host}/{path}` instead of `https://{host}/{path}`.
 * @returns the host and the path that it meant
 */
export function originalTarget(path: string, host: string): { host: string; path: string } {
  const match = /^\/_host\/([^/]+)(\/.*)?$/.exec(path)
  if (!match?.[1]) return { host, path }
  return { host: decodeURIComponent(match[1]), path: match[2] ?? '/' }
}
