import { expect, test } from 'vitest'
import * as z from 'zod'
import { AppError } from '#domain/errors.ts'
import { ada } from '../../tests/builders/generation.ts'
import { resolver } from './handle.ts'
import { queueHandler } from './handle-queue.ts'

const invocation = { awsRequestId: 'request-1' }
const event = { identity: { sub: ada }, arguments: { id: 'x' } }
const field = {
  name: 'test',
  arguments: z.object({ id: z.string() }),
  rate: { take: () => Promise.resolve() },
}

/** What a refused client gets, which is no failure of the function. */
const wire = async (answer: Promise<unknown>): Promise<unknown> => {
  const { refusal } = (await answer) as { refusal: { message: string } }
  return JSON.parse(refusal.message)
}

test('a job gets who is asking and what, and its answer goes back', async () => {
  const handler = resolver(field, (call) => Promise.resolve(call))
  const identity = { sub: ada, claims: { auth_time: 1_795_000_000 } }
  expect(await handler({ ...event, identity }, invocation)).toEqual({
    owner: ada,
    signedInAt: 1_795_000_000_000,
    arguments: { id: 'x' },
    requestId: 'request-1',
  })
})

test('an expected error reaches the client with its code, reason and field', async () => {
  const handler = resolver(field, () =>
    Promise.reject(new AppError('INVALID_MASK', { key: 'maskEmpty' }, { field: 'maskKey' })),
  )
  expect(await wire(handler(event, invocation))).toEqual({
    code: 'INVALID_MASK',
    reason: { key: 'maskEmpty' },
    field: 'maskKey',
    requestId: 'request-1',
  })
})

test('a surprise fails the function, and reaches the client without its text', async () => {
  const handler = resolver(field, () => Promise.reject(new Error('secret')))
  const told = { code: 'INTERNAL', reason: { key: 'internal' }, requestId: 'request-1' }
  await expect(handler(event, invocation)).rejects.toThrow(JSON.stringify(told))
})

test('a call beyond the rate is refused before its arguments are looked at', async () => {
  const tooMany = new AppError('THROTTLED', { key: 'tooManyRequests' })
  const rate = { take: () => Promise.reject(tooMany) }
  const handler = resolver({ ...field, rate }, () => Promise.resolve('never'))
  const answer = handler({ ...event, arguments: { id: 4 } }, invocation)
  expect(await wire(answer)).toMatchObject({ code: 'THROTTLED' })
})

test('a call without a person or with wrong arguments is refused', async () => {
  const handler = resolver(field, () => Promise.resolve('never'))
  const noOne = handler({ identity: null, arguments: { id: 'x' } }, invocation)
  expect(await wire(noOne)).toMatchObject({ code: 'UNAUTHENTICATED' })
  const wrong = handler({ ...event, arguments: { id: 4 } }, invocation)
  expect(await wire(wrong)).toMatchObject({ code: 'INVALID_REQUEST', field: 'id' })
})

test('of a batch only the messages that failed come again', async () => {
  const handler = queueHandler('test', ({ body }) =>
    body === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve({ again: body === 'later' }),
  )
  const record = (messageId: string, body: string) => ({ messageId, receiptHandle: 'r', body })
  const Records = [
    record('1', '"good"'),
    record('2', '"bad"'),
    record('3', '"later"'),
    record('4', 'not json'),
  ]
  expect(await handler({ Records }, invocation)).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }, { itemIdentifier: '4' }],
  })
})
