import { describe, expect, test } from 'vitest'
import type { LogEvent } from '../../log.ts'
import { ask, fakeFunctions, tokenOf } from '../appsync.fixture.ts'
import type { AppSyncOptions } from '../service.ts'
import { api, serveCode } from './code-api.fixture.ts'

const token = tokenOf('ann')
const result = 'export const response = (ctx) => ctx.result'

/** What `Query.unit` comes to, parsed, with its errors. */
async function unit(
  code: string,
  of: Partial<AppSyncOptions> & { source?: 'NONE' | 'FN'; input?: unknown } = {},
) {
  const { source, input = {}, ...options } = of
  const service = serveCode({ unit: { code, ...(source && { source }) } }, options)
  return field(service, 'unit', input)
}

async function field(service: ReturnType<typeof serveCode>, name: string, input: unknown = {}) {
  const query = `query Q($input: AWSJSON) { it: ${name}(input: $input) }`
  const variables = { input: JSON.stringify(input) }
  const { data, errors } = await ask(service, api, { query, variables, token })
  const value = data?.['it']
  return { value: typeof value === 'string' ? (JSON.parse(value) as unknown) : value, errors }
}

/** A module whose request gives `expression` as the payload, with everything imported. */
const giving = (expression: string) =>
  `import { util, extensions, runtime } from '@aws-appsync/utils'
  import * as ddb from '@aws-appsync/utils/dynamodb'
  export function request(ctx) { return { payload: ${expression} } }
  ${result}`

describe('a unit resolver', () => {
  test('sees arguments, identity, environment and field', async () => {
    const expression =
      '[ctx.args.input.a, ctx.arguments.input.a, ctx.identity.sub, ctx.env.STAGE, ctx.info.fieldName]'
    const { value } = await unit(giving(expression), { input: { a: 1 } })
    expect(value).toEqual([1, 1, 'ann', 'test', 'unit'])
  })

  test('hands the error of its data source to the response handler', async () => {
    const functions = fakeFunctions({ kind: 'failed', errorType: 'Error', errorMessage: 'no luck' })
    const code = `export const request = () => ({ operation: 'Invoke', payload: 1 })
    export const response = ({ error, result }) => ({ error, result })`
    const { value, errors } = await unit(code, { functions, source: 'FN' })
    expect([value, errors]).toEqual([
      { error: { message: 'no luck', type: 'Lambda:Unhandled' }, result: null },
      [],
    ])
  })

  test('invokes a function as an event and does not wait', async () => {
    const functions = fakeFunctions()
    const code = `export const request = (ctx) =>
      ({ operation: 'Invoke', invocationType: 'Event', payload: { for: ctx.identity.sub } })
    export const response = () => 'queued'`
    expect((await unit(code, { functions, source: 'FN' })).value).toBe('queued')
    expect(functions.calls).toMatchObject([{ payload: { for: 'ann' }, type: 'Event' }])
  })

  test('keeps nothing from one request to the next', async () => {
    const code = `let count = 0
    const list = []
    export function request() { count += 1; list.push(count); return { payload: list } }
    ${result}`
    const service = serveCode({ unit: { code } })
    await field(service, 'unit')
    expect((await field(service, 'unit')).value).toEqual([1])
  })
})

describe('a pipeline', () => {
  const step = (name: string) => ({
    code: `export const request = (ctx) => ({ payload: [...ctx.stash.seen, ctx.prev.result] })
    export const response = (ctx) => { ctx.stash.seen.push('${name}'); return ctx.result }`,
  })
  const around = (more = '') => `import { runtime } from '@aws-appsync/utils'
    export function request(ctx) { ctx.stash.seen = []; ${more}; return 'before' }
    export const response = (ctx) => ({ prev: ctx.prev.result, result: ctx.result, seen: ctx.stash.seen })`
  const early = (options: string) => ({
    code: `import { runtime } from '@aws-appsync/utils'
    export function request(ctx) { ctx.stash.seen.push('early'); runtime.earlyReturn('out'${options}) }
    export const response = () => 'never'`,
  })

  test('passes results and the stash from step to step', async () => {
    const service = serveCode({ pipeline: { code: around(), steps: [step('a'), step('b')] } })
    const last = ['a', ['before']]
    expect((await field(service, 'pipeline')).value).toEqual({
      prev: last,
      result: last,
      seen: ['a', 'b'],
    })
  })

  test('goes on after a step that returned early', async () => {
    const service = serveCode({ pipeline: { code: around(), steps: [early(''), step('b')] } })
    expect((await field(service, 'pipeline')).value).toMatchObject({
      result: ['early', 'out'],
      seen: ['early', 'b'],
    })
  })

  test('ends with a step that skips to the end', async () => {
    const steps = [early(`, { skipTo: 'END' }`), step('b')]
    const service = serveCode({ pipeline: { code: around(), steps } })
    expect((await field(service, 'pipeline')).value).toEqual({
      prev: 'out',
      result: 'out',
      seen: ['early'],
    })
  })

  test('that returns early before its steps runs none of them', async () => {
    const code = around(`runtime.earlyReturn('at once')`)
    const service = serveCode({ pipeline: { code, steps: [step('a')] } })
    expect((await field(service, 'pipeline')).value).toMatchObject({ result: 'at once', seen: [] })
  })

  test('stops at an error, with what was appended before', async () => {
    const code = `import { util } from '@aws-appsync/utils'
    export function request() { util.appendError('first', 'A'); util.error('second', 'B', { n: 1 }, [2]) }
    ${result}`
    const service = serveCode({ pipeline: { code: around(), steps: [{ code }, step('b')] } })
    const { value, errors } = await field(service, 'pipeline')
    expect([value, errors]).toMatchObject([
      null,
      [
        { message: 'second', errorType: 'B', data: { n: 1 }, errorInfo: [2], path: ['it'] },
        { message: 'first', errorType: 'A' },
      ],
    ])
  })
})

describe('the utilities', () => {
  test.each<[string, unknown]>([
    [`util.matches('a+', 'caat')`, true],
    [`util.base64Decode(util.base64Encode('ü'))`, 'ü'],
    [`util.urlEncode('a b&c')`, 'a+b%26c'],
    [`util.urlDecode('a+b%26c')`, 'a b&c'],
    [`util.authType()`, 'User Pool Authorization'],
    [`util.str.normalize('u\\u0308', 'nfc')`, 'ü'],
    [`util.math.roundNum(2.5) + util.math.minVal(1, 2) + util.math.maxVal(1, 2)`, 6],
    [`util.time.parseISO8601ToEpochMilliSeconds('1970-01-01T00:00:01Z')`, 1000],
    [`util.time.epochMilliSecondsToISO8601(1000)`, '1970-01-01T00:00:01.000Z'],
    [`util.time.epochMilliSecondsToSeconds(2500)`, 2],
    [`util.autoId().length + util.autoUlid().length + util.autoKsuid().length`, 36 + 26 + 27],
    [
      `util.dynamodb.toMapValues({ a: ['x', 1, true, null] })`,
      {
        a: { L: [{ S: 'x' }, { N: '1' }, { BOOL: true }, { NULL: true }] },
      },
    ],
    [`util.dynamodb.toStringSet(['a', 'b'])`, { SS: ['a', 'b'] }],
    [
      `JSON.parse(util.transform.toDynamoDBFilterExpression({ a: { gt: 1 } })).expressionNames`,
      {
        '#a': 'a',
      },
    ],
    [
      `util.transform.toSubscriptionFilter({ a: { ge: 1, le: 0 } }, [], { b: { eq: 2 } })`,
      {
        filterGroup: [
          {
            filters: [
              { fieldName: 'a', operator: 'ge', value: 1 },
              { fieldName: 'b', operator: 'eq', value: 2 },
            ],
          },
          {
            filters: [
              { fieldName: 'a', operator: 'le', value: 0 },
              { fieldName: 'b', operator: 'eq', value: 2 },
            ],
          },
        ],
      },
    ],
  ])('%s', async (expression, expected) => {
    expect(await unit(giving(expression))).toEqual({ value: expected, errors: [] })
  })

  test('unauthorized refuses the field in the words that clients match on', async () => {
    expect((await unit(giving('util.unauthorized()'))).errors).toMatchObject([
      { errorType: 'Unauthorized', message: 'Not Authorized to access unit on type Query' },
    ])
  })

  test.each(['util.xml.toMap("<a/>")', 'util.time.nowFormatted("yyyy")', 'ddb.sync({})'])(
    '%s is refused by name',
    async (expression) => {
      const name = expression.slice(0, expression.indexOf('(')).replace('ddb', 'dynamodb')
      expect((await unit(giving(expression))).errors).toMatchObject([
        { errorType: 'UnsupportedOperation', message: `The sandbox does not support ${name}` },
      ])
    },
  )

  test('are there without an import too', async () => {
    const code = `export const request = () => ({ payload: [util.authType(), typeof runtime, typeof extensions] })
    ${result}`
    expect((await unit(code)).value).toEqual(['User Pool Authorization', 'object', 'object'])
  })

  test('console writes to the log of the sandbox', async () => {
    const events: LogEvent[] = []
    await unit(giving(`console.log('seen', { a: 1 })`), { log: (event) => events.push(event) })
    expect(events).toContainEqual({
      service: 'appsync',
      level: 'info',
      message: 'Query.unit: seen {"a":1}',
    })
  })
})

describe('the runtime', () => {
  test.each(['Promise', 'setTimeout', 'fetch', 'process', 'Date', 'eval', 'globalThis'])(
    'has no %s',
    async (name) => {
      expect((await unit(giving(`typeof ${name}`))).value).toBe('undefined')
    },
  )

  test('makes no code out of text, and its utilities cannot be changed', async () => {
    const made = await unit(giving(`(() => 1).constructor('return 1')()`))
    const changed = await unit(giving(`(util.autoId = () => 1)`))
    for (const { errors } of [made, changed]) {
      expect(errors).toMatchObject([{ errorType: 'Code', message: 'Runtime Error' }])
    }
  })

  test('reaches nothing outside through what it is given', async () => {
    const expression = `[ctx, util.autoId, ddb.get, ctx.args].map((each) => each.constructor('return process')())`
    expect((await unit(giving(expression))).errors).toMatchObject([{ errorType: 'Code' }])
  })

  test.each(['ctx.stash', 'ctx.args', 'ctx'])('fails on %s that holds itself', async (what) => {
    const code = `export const request = (ctx) => { ${what}.self = ${what}; return ${what} }
    ${result}`
    expect((await unit(code)).errors).toMatchObject([{ errorType: 'Code' }])
  })

  test('ends code that runs too long', async () => {
    const code = `export function request() {
      const list = [1]
      for (const item of list) list.push(item)
    }
    ${result}`
    expect((await unit(code)).errors).toMatchObject([{ errorType: 'Code' }])
  })

  test.each([
    ['await', 'export async function request() { await 1 }'],
    ['try', 'export function request() { try { return 1 } finally { } }'],
    ['throw', 'export function request() { throw 1 }'],
    ['while', 'export function request() { while (false) { } }'],
    ['for(', 'export function request() { for (let i = 0; i < 1; i += 1) { } }'],
    ['++', 'export function request() { let i = 0; i++ }'],
    ['a regular expression', 'export function request() { return /a/ }'],
    ['class', 'class A { }'],
    ["module 'fs'", `import fs from 'fs'; export function request() { return fs }`],
    ['require', `export function request() { return require('fs') }`],
    ['Unexpected', 'export function request( {'],
  ])('refuses %s, as AppSync does at deployment, and says so at the start', async (what, code) => {
    const events: LogEvent[] = []
    const { errors } = await unit(`${code}\n${result}`, { log: (event) => events.push(event) })
    expect(errors).toMatchObject([{ errorType: 'Code' }])
    expect(errors[0]?.['message']).toContain(what)
    expect(events.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('Query.unit: AppSync would refuse the code'),
    )
  })

  test('refuses code without a handler', async () => {
    expect((await unit(result)).errors).toMatchObject([
      { errorType: 'Code', message: "The code exports no function 'request'" },
    ])
  })
})
