import { describe, expect, test } from 'vitest'
import { createFaults } from '../faults/faults.ts'
import { invokeWithFaults } from '../faults/function-invoker.ts'
import { ask, fakeFunctions, post, roleSession, tokenOf } from './appsync.fixture.ts'
import { ann, api, functionArn, note, serve } from './notes-api.fixture.ts'

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

  const nested = 'query Q { ...F } fragment F on Query { note(id: "1") { ... on Note { text } } }'

  test("a field deeper than the API's limit is an error, fragments counted as what they hold", async () => {
    const allowed = await ask(serve({}, { QueryDepthLimit: 2 }), api, { query: nested, token: ann })
    const cut = await ask(serve({}, { QueryDepthLimit: 1 }), api, { query: nested, token: ann })
    expect(allowed.errors).toEqual([])
    expect([cut.status, cut.data, cut.errors]).toMatchObject([
      200,
      { note: { text: null } },
      [{ errorType: 'QueryDepthLimitReached', path: ['note', 'text'] }],
    ])
  })

  test('a field that cannot be null takes its parent with it when it is too deep', async () => {
    const query = 'query { note(id: "1") { id } }'
    const { data, errors } = await ask(serve({}, { QueryDepthLimit: 1 }), api, {
      query,
      token: ann,
    })
    expect([data, errors[0]?.['errorType']]).toEqual([{ note: null }, 'QueryDepthLimitReached'])
  })

  test("resolvers beyond the API's limit do not run", async () => {
    const query = 'query { a: note(id: "1") { id } b: note(id: "1") { id } }'
    const answer = await ask(serve({}, { ResolverCountLimit: 1 }), api, { query, token: ann })
    expect([answer.data, answer.errors]).toMatchObject([
      { a: { id: '1' }, b: null },
      [{ errorType: 'ResolverExecutionLimitReached', path: ['b'] }],
    ])
  })

  test('introspection can be switched off', async () => {
    const query = 'query { __schema { types { name } } }'
    const on = await ask(serve(), api, { query, token: ann })
    const off = await ask(serve({}, { IntrospectionConfig: 'DISABLED' }), api, {
      query,
      token: ann,
    })
    expect([on.errors, off.data, off.errors[0]?.['errorType']]).toEqual([
      [],
      null,
      'ValidationError',
    ])
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

  test.each([
    [{ kind: 'throttle' }, 0, 'Lambda:TooManyRequestsException', 'Rate exceeded'],
    [{ kind: 'fail', when: 'after' }, 1, 'Lambda:ServiceException', expect.any(String)],
    [{ kind: 'cut' }, 0, 'Lambda:ServiceException', expect.any(String)],
    [
      { kind: 'error', status: 403, type: 'KMSAccessDeniedException', message: 'no key' },
      0,
      'Lambda:KMSAccessDeniedException',
      'no key',
    ],
  ] as const)('a call of a function meets the fault %j', async (effect, calls, type, message) => {
    const faults = createFaults()
    faults.add({ service: 'lambda', operation: 'Invoke', times: 1, effect })
    const functions = fakeFunctions({ payload: 'made' })
    const service = serve({ functions: invokeWithFaults(functions, faults) })
    const answer = await ask(service, api, { query: 'query { run }', token: ann })
    expect([functions.calls.length, answer.errors]).toMatchObject([
      calls,
      [{ errorType: type, message }],
    ])
    const again = await ask(service, api, { query: 'query { run }', token: ann })
    expect(again.data).toEqual({ run: 'made' })
  })

  test('a call of a function that is delayed goes on when the faults are cleared', async () => {
    const faults = createFaults()
    faults.add({ service: 'lambda', effect: { kind: 'delay', ms: 600_000 } })
    const functions = fakeFunctions({ payload: 'made' })
    const service = serve({ functions: invokeWithFaults(functions, faults) })
    const asked = ask(service, api, { query: 'query { run }', token: ann })
    await expect.poll(() => faults.list()[0]?.struck).toBe(1)
    expect(functions.calls).toEqual([])
    faults.clear()
    expect((await asked).data).toEqual({ run: 'made' })
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
