import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterEach, expect, test } from 'vitest'
import { transact } from './transact.ts'

let server: Server

afterEach(() => new Promise((resolve) => server.close(resolve)))

/** A table service that cancels with these reasons in turn, then does what it is asked. */
async function serve(...cancelled: readonly (readonly string[])[]): Promise<DynamoDBClient> {
  const left = [...cancelled]
  server = createServer((_request, response) => {
    const codes = left.shift()
    response.writeHead(codes ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' })
    const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException'
    const CancellationReasons = codes?.map((Code) => ({ Code }))
    response.end(JSON.stringify(codes ? { __type: type, CancellationReasons } : {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
}

const items = ['1', '2'].map((id) => ({
  Put: { TableName: 'Usage', Item: { id: { S: id } } },
}))

test('a transaction that meets another one is tried again', async () => {
  const client = await serve(['None', 'TransactionConflict'], ['TransactionConflict', 'None'])
  expect(await transact(client, items)).toEqual({ failed: [false, false] })
})

test('a condition that fails is an answer, even beside a conflict', async () => {
  const client = await serve(['ConditionalCheckFailed', 'TransactionConflict'])
  expect(await transact(client, items)).toEqual({ failed: [true, false] })
})

test('any other reason is a surprise', async () => {
  const client = await serve(['ValidationError', 'None'])
  await expect(transact(client, items)).rejects.toMatchObject({
    name: 'TransactionCanceledException',
  })
})

test('what meets others without end is refused, to be tried later', async () => {
  const client = await serve(...Array.from({ length: 12 }, () => ['TransactionConflict', 'None']))
  await expect(transact(client, items)).rejects.toThrow('THROTTLED')
})
