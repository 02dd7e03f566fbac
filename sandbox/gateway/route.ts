/** The services that the gateway knows, by the name in a SigV4 scope. */
export const serviceNames = [
  'appsync',
  'bedrock',
  'cloudformation',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'lambda',
  's3',
  'servicequotas',
  'ses',
  'sqs',
  'ssm',
  'sts',
] as const
export type ServiceName = (typeof serviceNames)[number]

/** JSON protocols name their service in `X-Amz-Target`. */
const targets: Readonly<Record<string, ServiceName>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  DynamoDB_20120810: 'dynamodb',
  ServiceQuotasV20190624: 'servicequotas',
}

/** Services that have no target header, by their own paths: for requests that nobody signed. */
const paths: readonly (readonly [RegExp, ServiceName])[] = [
  [/^\/appsync\//, 'appsync'],
  [/\/\.well-known\//, 'cognito-idp'],
  [/^\/2015-03-31\/functions\//, 'lambda'],
  [/^\/model\/[^/]+\/(invoke|converse)/, 'bedrock'],
  [/^\/foundation-models(\/|$)/, 'bedrock'],
]

/** These refuse what is not signed before they look at it; the others say so in their own way. */
export const signedOnly: ReadonlySet<ServiceName> = new Set(['lambda', 'bedrock'])

/**
 * Which service a request is for. All of AWS is one address here, so it is told apart by what every
 * client sends: the target header, the signature's scope, or a service's own paths.
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
  const own = paths.find(([pattern]) => pattern.test(request.path))?.[1]
  if (own === 'appsync' || own === 'cognito-idp') return own
  if (request.signedFor !== undefined) {
    return serviceNames.find((name) => name === request.signedFor)
  }
  return /(^|\.)s3[.-]/.test(request.host) ? 's3' : own
}

/** What a request was meant for. */
export type Target = {
  readonly host: string
  readonly path: string
  /** Whether AWS would have got it over TLS. */
  readonly secure: boolean
}

/**
 * A client that cannot be given an endpoint (the Storage client in a browser) sends
 * `/_host/{host}/{path}` instead of `https://{host}/{path}`, and `/_host/http:{host}/{path}` instead
 * of `http://{host}/{path}`, which policies may refuse.
 */
export function originalTarget(path: string, host: string): Target {
  const match = /^\/_host\/(http:)?([^/]+)(\/.*)?$/.exec(path)
  // Every address of the sandbox itself stands for one that AWS serves over TLS.
  if (!match?.[2]) return { host, path, secure: true }
  const [, plain, meant, rest = '/'] = match
  return { host: decodeURIComponent(meant), path: rest, secure: plain === undefined }
}
