import type { Resource } from '../assembly/resource.ts'
import type { Service } from '../gateway/service.ts'
import {
  allowAll,
  deploymentOf,
  fakeFunctions,
  fakeTokens,
  roleSession,
  tokenOf,
} from './appsync.fixture.ts'
import { type AppSyncOptions, createAppSync } from './service.ts'

/** A small API made by hand, with inline templates. */
const schema = `
type Note @aws_cognito_user_pools @aws_iam @aws_api_key {
  id: ID!
  owner: String!
  text: String
  secret: String @aws_iam
  data: AWSJSON
  at: AWSDateTime
  score: Int
}
type Hidden { word: String }
type Query {
  note(id: ID!): Note @aws_cognito_user_pools @aws_iam @aws_api_key
  hidden: Hidden @aws_iam @aws_cognito_user_pools
  admins: String @aws_cognito_user_pools(cognito_groups: ["admins"])
  run(input: AWSJSON): String
  event: String
  direct(word: String): String
  stops: String
  broken: String
  appended: String
  at(at: AWSDateTime!): String
}
type Mutation {
  leave(owner: String!): String
  putNote(id: ID!, owner: String!, text: String, score: Int): Note @aws_cognito_user_pools @aws_iam
}
type Subscription {
  onNote(owner: String, text: String): Note @aws_subscribe(mutations: ["putNote"])
  onScore(above: Int!): Note @aws_subscribe(mutations: ["putNote"])
  onKeyed: Note @aws_subscribe(mutations: ["putNote"]) @aws_api_key
  onSigned: Note @aws_subscribe(mutations: ["putNote"]) @aws_iam @aws_cognito_user_pools
  onMine(owner: String!): Note @aws_subscribe(mutations: ["putNote"])
  onTooMany: Note @aws_subscribe(mutations: ["putNote"])
  onRefused: Note @aws_subscribe(mutations: ["putNote"])
}
schema { query: Query mutation: Mutation subscription: Subscription }
`

const none = '{"version": "2018-05-29", "payload": $util.toJson($ctx.args)}'
const result = '$util.toJson($ctx.result)'
const orError = `#if($ctx.error) $util.error($ctx.error.message, $ctx.error.type) #end ${result}`

/** `[field, data source, request template, response template]` of the unit resolvers */
const resolvers: [string, string, string | undefined, string | undefined][] = [
  [
    'Query.note',
    'NONE',
    none,
    '{"id": "1", "owner": "ann", "text": "hi", "secret": "s", "data": {"a": [1]}, "at": "2026-01-01T00:00:00Z"}',
  ],
  ['Query.hidden', 'NONE', none, '{"word": "x"}'],
  ['Query.admins', 'NONE', none, '"yes"'],
  [
    'Query.run',
    'FN',
    '{"version": "2018-05-29", "operation": "Invoke", "payload": {"input": $util.toJson($ctx.args.input), "who": $util.toJson($ctx.identity.sub)}}',
    orError,
  ],
  [
    'Query.event',
    'FN',
    '{"version": "2018-05-29", "operation": "Invoke", "payload": {}, "invocationType": "Event"}',
    '"queued"',
  ],
  ['Query.direct', 'FN', undefined, undefined],
  ['Query.broken', 'NONE', '{"version": $nothing}', result],
  [
    'Query.appended',
    'NONE',
    none,
    '$util.appendError("careful", "Warned", {"n": 1}, {"i": 2}) "done"',
  ],
  ['Query.at', 'NONE', none, '$util.toJson($ctx.args.at)'],
  ['Mutation.putNote', 'NONE', none, result],
  [
    'Subscription.onScore',
    'NONE',
    none,
    '$extensions.setSubscriptionFilter($util.transform.toSubscriptionFilter({"score": {"gt": $ctx.args.above}})) null',
  ],
  [
    'Mutation.leave',
    'NONE',
    none,
    '$extensions.invalidateSubscriptions({"subscriptionField": "onMine", "payload": {"owner": $ctx.args.owner}}) "left"',
  ],
  [
    'Subscription.onMine',
    'NONE',
    none,
    '$extensions.setSubscriptionInvalidationFilter($util.transform.toSubscriptionFilter({"owner": {"eq": $ctx.args.owner}})) null',
  ],
  [
    'Subscription.onTooMany',
    'NONE',
    none,
    '$extensions.setSubscriptionFilter($util.transform.toSubscriptionFilter({"id": {"in": [1, 2, 3, 4, 5, 6]}})) null',
  ],
  ['Subscription.onRefused', 'NONE', none, '$util.unauthorized()'],
]

export const api = 'api1'
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:fn'

type ResourceOptions = Record<string, unknown> & { attributes?: Record<string, unknown> }

const resource = (
  type: string,
  path: string,
  { attributes = {}, ...properties }: ResourceOptions,
): Resource => ({
  path,
  type: `AWS::AppSync::${type}`,
  physicalId: path,
  attributes,
  properties: { ApiId: api, ...properties },
})

const resources: Resource[] = [
  resource('GraphQLApi', api, {
    Name: 'notes',
    AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
    UserPoolConfig: { UserPoolId: 'pool', DefaultAction: 'ALLOW' },
    AdditionalAuthenticationProviders: [
      { AuthenticationType: 'AWS_IAM' },
      { AuthenticationType: 'API_KEY' },
    ],
    attributes: { ApiId: api },
  }),
  resource('GraphQLSchema', 'schema', { Definition: schema }),
  resource('ApiKey', 'key', { attributes: { ApiKey: 'da2-key' } }),
  resource('ApiKey', 'ended', { Expires: 1, attributes: { ApiKey: 'da2-ended' } }),
  resource('DataSource', 'none', { Name: 'NONE', Type: 'NONE' }),
  resource('DataSource', 'fn', {
    Name: 'FN',
    Type: 'AWS_LAMBDA',
    ServiceRoleArn: 'arn:aws:iam::000000000000:role/source',
    LambdaConfig: { LambdaFunctionArn: functionArn },
  }),
  ...resolvers.map(([name, DataSourceName, RequestMappingTemplate, ResponseMappingTemplate]) => {
    const [TypeName, FieldName] = name.split('.')
    return resource('Resolver', name, {
      TypeName,
      FieldName,
      DataSourceName,
      RequestMappingTemplate,
      ResponseMappingTemplate,
    })
  }),
  resource('FunctionConfiguration', 'first', {
    DataSourceName: 'NONE',
    RequestMappingTemplate:
      '$util.qr($ctx.stash.put("seen", $ctx.prev.result.start)) #return({"early": $ctx.stash.seen})',
    ResponseMappingTemplate: '"never"',
    attributes: { FunctionId: 'f1' },
  }),
  resource('FunctionConfiguration', 'second', {
    DataSourceName: 'NONE',
    RequestMappingTemplate:
      '{"version": "2018-05-29", "payload": "$ctx.prev.result.early and $ctx.stash.seen"}',
    ResponseMappingTemplate: result,
    attributes: { FunctionId: 'f2' },
  }),
  resource('Resolver', 'stops', {
    TypeName: 'Query',
    FieldName: 'stops',
    Kind: 'PIPELINE',
    PipelineConfig: { Functions: ['f1', 'f2'] },
    RequestMappingTemplate: '{"start": "go"}',
    ResponseMappingTemplate: '$util.toJson("$ctx.prev.result, then after")',
  }),
]

/**
 * @param settings properties of the API itself, e.g. `QueryDepthLimit`
 * @returns the service over the notes API, with fakes at its edges
 */
export function serve(
  options: Partial<AppSyncOptions> = {},
  settings: Readonly<Record<string, unknown>> = {},
): Service {
  const [definition, ...others] = resources
  if (!definition) throw new Error('The notes API has no definition.')
  const properties = { ...definition.properties, ...settings }
  return createAppSync({
    deployment: deploymentOf([{ ...definition, properties }, ...others]),
    authorizer: allowAll,
    tokens: fakeTokens,
    functions: fakeFunctions(),
    dynamodb: { call: async () => ({ status: 400, body: {} }) },
    roleCaller: (roleArn) => roleSession('source', { roleArn }),
    log: () => undefined,
    ...options,
  })
}

export const ann = tokenOf('ann')
export const note = 'query { note(id: "1") { id text } }'
