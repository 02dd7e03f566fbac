import type { Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Resource } from '../assembly/resource.ts'
import type { Service } from '../gateway/service.ts'
import {
  allowAll,
  ask,
  type Client,
  connect,
  deploymentOf,
  fakeFunctions,
  fakeTokens,
  post,
  roleSession,
  serveRealtime,
  tokenOf,
} from './appsync.fixture.ts'
import { type AppSyncOptions, createAppSync } from './service.ts'

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
  putNote(id: ID!, owner: String!, text: String, score: Int): Note @aws_cognito_user_pools @aws_iam
}
type Subscription {
  onNote(owner: String, text: String): Note @aws_subscribe(mutations: ["putNote"])
  onScore(above: Int!): Note @aws_subscribe(mutations: ["putNote"])
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
  ['Subscription.onRefused', 'NONE', none, '$util.unauthorized()'],
]

const api = 'api1'
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:fn'

const resource = (
  type: string,
  path: string,
  properties: Record<string, unknown>,
  attributes = {},
): Resource => ({
  path,
  type: `AWS::AppSync::${type}`,
  physicalId: path,
  attributes,
  properties: { ApiId: api, ...properties },
})

const resources: Resource[] = [
  resource(
    'GraphQLApi',
    api,
    {
      Name: 'notes',
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { UserPoolId: 'pool', DefaultAction: 'ALLOW' },
      AdditionalAuthenticationProviders: [
        { AuthenticationType: 'AWS_IAM' },
        { AuthenticationType: 'API_KEY' },
      ],
    },
    { ApiId: api },
  ),
  resource('GraphQLSchema', 'schema', { Definition: schema }),
  resource('ApiKey', 'key', {}, { ApiKey: 'da2-key' }),
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
  resource(
    'FunctionConfiguration',
    'first',
    {
      DataSourceName: 'NONE',
      RequestMappingTemplate:
        '$util.qr($ctx.stash.put("seen", $ctx.prev.result.start)) #return({"early": $ctx.stash.seen})',
      ResponseMappingTemplate: '"never"',
    },
    { FunctionId: 'f1' },
  ),
  resource(
    'FunctionConfiguration',
    'second',
    {
      DataSourceName: 'NONE',
      RequestMappingTemplate:
        '{"version": "2018-05-29", "payload": "$ctx.prev.result.early and $ctx.stash.seen"}',
      ResponseMappingTemplate: result,
    },
    { FunctionId: 'f2' },
  ),
  resource('Resolver', 'stops', {
    TypeName: 'Query',
    FieldName: 'stops',
    Kind: 'PIPELINE',
    PipelineConfig: { Functions: ['f1', 'f2'] },
    RequestMappingTemplate: '{"start": "go"}',
    ResponseMappingTemplate: '$util.toJson("$ctx.prev.result, then after")',
  }),
]

function serve(options: Partial<AppSyncOptions> = {}): Service {
  return createAppSync({
    deployment: deploymentOf(resources),
    authorizer: allowAll,
    tokens: fakeTokens,
    functions: fakeFunctions(),
    dynamodb: { call: async () => ({ status: 400, body: {} }) },
    roleCaller: (roleArn) => roleSession('source', { roleArn }),
    log: () => undefined,
    ...options,
  })
}

const ann = tokenOf('ann')
const note = 'query { note(id: "1") { id text } }'

describe('requests', () => {
  test('a forged token is refused with 401', async () => {
    const answer = await ask(serve(), api, { query: note, token: 'forged' })
    expect(answer).toEqual({
      status: 401,
      data: null,
      errors: [
        {
          errorType: 'UnauthorizedException',
          message: 'Unable to verify the signature of the token.',
        },
      ],
    })
  })

  test('a request without credentials is refused with 401', async () => {
    expect((await ask(serve(), api, { query: note })).status).toBe(401)
  })

  test('a body that is not JSON is malformed', async () => {
    const answer = await post(serve(), api, { body: '{', headers: { authorization: ann } })
    expect([answer.status, answer.errors[0]?.['errorType']]).toEqual([
      400,
      'MalformedHttpRequestException',
    ])
  })

  test('a query longer than the token limit is refused', async () => {
    const service = serve({ limits: { queryTokens: 10 } })
    const answer = await ask(service, api, {
      query: 'query { a: note(id: "1") { id text owner } }',
      token: ann,
    })
    expect([answer.status, answer.errors[0]?.['errorType']]).toEqual([400, 'BadRequestException'])
  })

  test('a field that the schema lacks is a validation error', async () => {
    const answer = await ask(serve(), api, { query: 'query { listNotes { id } }', token: ann })
    expect(answer.errors[0]?.['message']).toBe(
      "Validation error of type FieldUndefined: Field 'listNotes' in type 'Query' is undefined",
    )
  })

  test('variables, aliases, fragments and introspection work', async () => {
    const query =
      'query Q($id: ID!) { mine: note(id: $id) { ...F } __type(name: "Hidden") { name } } fragment F on Note { a: text __typename }'
    const answer = await ask(serve(), api, { query, variables: { id: '1' }, token: ann })
    expect(answer.data).toEqual({
      mine: { a: 'hi', __typename: 'Note' },
      __type: { name: 'Hidden' },
    })
  })

  test('a response over its limit is refused', async () => {
    const answer = await ask(serve({ limits: { responseBytes: 10 } }), api, {
      query: note,
      token: ann,
    })
    expect([answer.status, answer.errors[0]?.['errorType']]).toEqual([400, 'BadRequestException'])
  })

  test('a resolver that takes too long ends the request', async () => {
    const functions = { invoke: () => new Promise<never>(() => undefined) }
    const service = serve({ functions, limits: { requestTimeoutMs: 20 } })
    const answer = await ask(service, api, { query: 'query { run }', token: ann })
    expect(answer.errors[0]?.['errorType']).toBe('ExecutionTimeout')
  })
})

describe('authorisation modes', () => {
  test('a field without directives is for the default mode only', async () => {
    const answer = await ask(serve(), api, {
      query: 'query { stops }',
      headers: { 'x-api-key': 'da2-key' },
    })
    expect(answer.errors[0]).toMatchObject({
      errorType: 'Unauthorized',
      message: 'Not Authorized to access stops on type Query',
      path: ['stops'],
    })
  })

  test('an API key reads what the directives give it, and a wrong key nothing', async () => {
    const good = await ask(serve(), api, { query: note, headers: { 'x-api-key': 'da2-key' } })
    const bad = await ask(serve(), api, { query: note, headers: { 'x-api-key': 'da2-other' } })
    expect([good.data, bad.status]).toEqual([{ note: { id: '1', text: 'hi' } }, 401])
  })

  test("a field's own directive replaces its type's", async () => {
    const answer = await ask(serve(), api, {
      query: 'query { note(id: "1") { id secret } }',
      token: ann,
    })
    expect([answer.data, answer.errors[0]?.['path']]).toEqual([
      { note: { id: '1', secret: null } },
      ['note', 'secret'],
    ])
  })

  test('a type without directives is closed to the other modes', async () => {
    const answer = await ask(serve(), api, {
      query: 'query { hidden { word } }',
      caller: roleSession('fn'),
    })
    expect(answer.errors[0]?.['message']).toBe('Not Authorized to access word on type Hidden')
  })

  test('groups are checked', async () => {
    const query = 'query { admins }'
    const member = await ask(serve(), api, {
      query,
      token: tokenOf('ann', { 'cognito:groups': ['admins'] }),
    })
    const other = await ask(serve(), api, { query, token: ann })
    expect([member.data, other.data]).toEqual([{ admins: 'yes' }, { admins: null }])
  })

  test('IAM is asked for each top-level field', async () => {
    const asked: string[] = []
    const authorizer = {
      authorize: (question: { action: string; resource: string }) => {
        asked.push(`${question.action} ${question.resource}`)
        return { allowed: false, message: 'no' }
      },
    }
    const answer = await ask(serve({ authorizer }), api, { query: note, caller: roleSession('fn') })
    expect(asked).toEqual([
      'appsync:GraphQL arn:aws:appsync:us-east-1:000000000000:apis/api1/types/Query/fields/note',
    ])
    expect(answer.errors[0]?.['message']).toBe('Not Authorized to access note on type Query')
  })
})

describe('resolvers', () => {
  test('a function gets the payload of the template', async () => {
    const functions = fakeFunctions({ payload: 'made' })
    const answer = await ask(serve({ functions }), api, {
      query: 'query Q($input: AWSJSON) { run(input: $input) }',
      variables: { input: '{"a": {"b": 1}}' },
      token: ann,
    })
    expect(answer.data).toEqual({ run: 'made' })
    expect(functions.calls).toEqual([
      { functionArn, payload: { input: { a: { b: 1 } }, who: 'ann' }, type: 'RequestResponse' },
    ])
  })

  test('an error of a function is Lambda:Unhandled with its message', async () => {
    const functions = fakeFunctions({ kind: 'failed', errorType: 'Error', errorMessage: 'no luck' })
    const answer = await ask(serve({ functions }), api, { query: 'query { run }', token: ann })
    expect(answer.errors[0]).toEqual({
      path: ['run'],
      data: null,
      errorType: 'Lambda:Unhandled',
      errorInfo: null,
      locations: [{ line: 1, column: 9, sourceName: null }],
      message: 'no luck',
    })
  })

  test("a function that the data source's role may not invoke is not invoked", async () => {
    const functions = fakeFunctions()
    const authorizer = {
      authorize: ({ action }: { action: string }) => ({
        allowed: action !== 'lambda:InvokeFunction',
        message: 'denied',
      }),
    }
    const answer = await ask(serve({ functions, authorizer }), api, {
      query: 'query { run }',
      token: ann,
    })
    expect([answer.errors[0]?.['errorType'], functions.calls]).toEqual([
      'Lambda:AccessDeniedException',
      [],
    ])
  })

  test('an Event invocation does not wait for a result', async () => {
    const functions = fakeFunctions()
    const answer = await ask(serve({ functions }), api, { query: 'query { event }', token: ann })
    expect([answer.data, functions.calls[0]?.type]).toEqual([{ event: 'queued' }, 'Event'])
  })

  test('a direct Lambda resolver hands over the whole context', async () => {
    const functions = fakeFunctions({ payload: 'ok' })
    await ask(serve({ functions }), api, { query: 'query { direct(word: "w") }', token: ann })
    expect(functions.calls[0]?.payload).toMatchObject({
      arguments: { word: 'w' },
      identity: { sub: 'ann' },
      info: { fieldName: 'direct', parentTypeName: 'Query' },
    })
  })

  test('#return ends its function and the pipeline goes on', async () => {
    const answer = await ask(serve(), api, { query: 'query { stops }', token: ann })
    expect(answer.data).toEqual({ stops: 'go and go, then after' })
  })

  test('a template whose output is not JSON is a MappingTemplate error', async () => {
    const answer = await ask(serve(), api, { query: 'query { broken }', token: ann })
    expect(answer.errors[0]).toMatchObject({
      errorType: 'MappingTemplate',
      message: expect.stringMatching(/^Unable to parse the JSON document/),
    })
  })

  test('appendError reports without stopping', async () => {
    const answer = await ask(serve(), api, { query: 'query { appended }', token: ann })
    expect([answer.data, answer.errors[0]]).toMatchObject([
      { appended: 'done' },
      {
        message: 'careful',
        errorType: 'Warned',
        data: { n: 1 },
        errorInfo: { i: 2 },
        path: ['appended'],
      },
    ])
  })

  test('scalars of AWS are checked on the way in and written on the way out', async () => {
    const good = await ask(serve(), api, {
      query: 'query { note(id: "1") { data at } }',
      token: ann,
    })
    const bad = await ask(serve(), api, {
      query: 'query { at(at: "2026-02-30T00:00:00Z") }',
      token: ann,
    })
    expect(good.data).toEqual({ note: { data: '{"a":[1]}', at: '2026-01-01T00:00:00Z' } })
    expect(bad.errors[0]?.['message']).toContain('as a valid DateTime Object')
  })
})

describe('subscriptions', () => {
  const running: { service: Service; server: Server; clients: Client[] }[] = []

  afterEach(async () => {
    for (const { service, server, clients } of running.splice(0)) {
      for (const client of clients) client.socket.terminate()
      await service.close?.()
      server.close()
    }
  })

  async function open(
    options: Partial<AppSyncOptions> = {},
    token = ann,
  ): Promise<{ service: Service; client: Client }> {
    const service = serve(options)
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: token, host: 'localhost' })
    running.push({ service, server, clients: [client] })
    client.send({ type: 'connection_init' })
    return { service, client }
  }

  const ready = (client: Client) => client.next(({ type }) => type === 'connection_ack')
  const acked = (client: Client, id: string) =>
    client.next((message) => message['id'] === id && message['type'] === 'start_ack')
  const data = (client: Client, id: string) =>
    client.next((message) => message['id'] === id && message['type'] === 'data')
  const put = (
    service: Service,
    fields: string,
    args = 'id: "1", owner: "ann", text: "new", score: 5',
  ) => ask(service, api, { query: `mutation { putNote(${args}) { ${fields} } }`, token: ann })

  test('a mutation reaches a subscriber in the shape of its own selection', async () => {
    const { service, client } = await open()
    expect(await ready(client)).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    })
    client.start('a', {
      query: 'subscription { event: onNote { id words: text __typename } }',
      token: ann,
    })
    await acked(client, 'a')
    await ask(service, api, {
      query:
        'mutation { it: putNote(id: "1", owner: "ann", text: "new") { ...F owner } } fragment F on Note { key: id renamed: text }',
      token: ann,
    })
    expect(await data(client, 'a')).toEqual({
      id: 'a',
      type: 'data',
      payload: { data: { event: { id: '1', words: 'new', __typename: 'Note' } } },
    })
  })

  test('an argument filters by equality on what the mutation selected', async () => {
    const { service, client } = await open()
    await ready(client)
    const query = 'subscription S($owner: String) { onNote(owner: $owner) { id } }'
    client.start('bob', { query, variables: { owner: 'bob' }, token: ann })
    client.start('ann', { query, variables: { owner: 'ann' }, token: ann })
    client.start('all', { query, token: ann })
    await Promise.all(['bob', 'ann', 'all'].map((id) => acked(client, id)))
    await put(service, 'id text')
    await put(service, 'id owner')
    await data(client, 'ann')
    const told = client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)
    // The first mutation did not select the owner, so only the unfiltered one heard of it.
    expect(told.toSorted()).toEqual(['all', 'all', 'ann'])
  })

  test('a filter set by the resolver decides instead of the arguments', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('low', { query: 'subscription { onScore(above: 4) { score } }', token: ann })
    client.start('high', { query: 'subscription { onScore(above: 5) { score } }', token: ann })
    await Promise.all(['low', 'high'].map((id) => acked(client, id)))
    await put(service, 'id owner score')
    await data(client, 'low')
    expect(client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)).toEqual([
      'low',
    ])
  })

  test('a field that the mutation left out makes the event null', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id owner } }', token: ann })
    await acked(client, 'a')
    await put(service, 'id')
    expect((await data(client, 'a'))['payload']).toMatchObject({
      data: { onNote: null },
      errors: [
        {
          message:
            "Cannot return null for non-nullable type: 'String' within parent 'Note' (/onNote/owner)",
        },
      ],
    })
  })

  test('a resolver can refuse a subscription', async () => {
    const { client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onRefused { id } }', token: ann })
    expect(await client.next(({ type }) => type === 'error')).toEqual({
      id: 'a',
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'Unauthorized',
            message: 'Not Authorized to access onRefused on type Subscription',
          },
        ],
      },
    })
  })

  test('a forged token is refused at the connection', async () => {
    const { client } = await open({}, 'forged')
    expect((await client.next(({ type }) => type === 'connection_error'))['payload']).toMatchObject(
      {
        errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }],
      },
    )
    await client.closed
  })

  test('a forged token is refused at a start', async () => {
    const { client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: 'forged' })
    expect((await client.next(({ type }) => type === 'error'))['payload']).toMatchObject({
      errors: [{ errorType: 'UnauthorizedException' }],
    })
  })

  test('a start before connection_init is refused', async () => {
    const service = serve()
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: ann })
    running.push({ service, server, clients: [client] })
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    expect((await client.next(({ type }) => type === 'error'))['payload']).toMatchObject({
      errors: [{ errorType: 'BadRequestException' }],
    })
  })

  test('an IAM signature in a message is verified over what it signs', async () => {
    const seen: unknown[] = []
    const service = serve({
      verifySigned: (request) => {
        seen.push([request.path, request.body])
        return roleSession('fn')
      },
    })
    const { url, server } = await serveRealtime(service)
    const client = await connect(url, api, { Authorization: 'AWS4-HMAC-SHA256 Credential=x' })
    running.push({ service, server, clients: [client] })
    client.send({ type: 'connection_init' })
    await ready(client)
    expect(seen).toEqual([['/appsync/api1/graphql/connect', '{}']])
  })

  test('stop ends a subscription and completes it', async () => {
    const { service, client } = await open()
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    client.start('b', { query: 'subscription { onNote { id } }', token: ann })
    client.send({ type: 'stop', id: 'a' })
    await client.next(({ type }) => type === 'complete')
    await put(service, 'id')
    await data(client, 'b')
    expect(client.messages.filter(({ type }) => type === 'data').map(({ id }) => id)).toEqual(['b'])
  })

  test('a socket holds no more subscriptions than the limit', async () => {
    const { client } = await open({ limits: { subscriptionsPerConnection: 1 } })
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id } }', token: ann })
    client.start('b', { query: 'subscription { onNote { id } }', token: ann })
    expect(await client.next(({ type }) => type === 'error')).toMatchObject({
      id: 'b',
      payload: { errors: [{ errorType: 'MaxSubscriptionsReachedError' }] },
    })
  })

  test('a socket closes when its token ends', async () => {
    const exp = Math.floor(Date.now() / 1000) + 1
    const { client } = await open({}, tokenOf('ann', { exp }))
    await ready(client)
    expect(await client.closed).toBe(4401)
  })

  test('an event over the size limit is not delivered', async () => {
    const logged: string[] = []
    const { service, client } = await open({
      limits: { subscriptionMessageBytes: 60 },
      log: ({ message }) => logged.push(message),
    })
    await ready(client)
    client.start('a', { query: 'subscription { onNote { id text } }', token: ann })
    await acked(client, 'a')
    await put(service, 'id text', `id: "1", owner: "ann", text: "${'x'.repeat(100)}"`)
    await put(service, 'id text', 'id: "2", owner: "ann", text: "y"')
    expect((await data(client, 'a'))['payload']).toEqual({
      data: { onNote: { id: '2', text: 'y' } },
    })
    expect(logged.some((message) => message.includes('over the limit'))).toBe(true)
  })
})
