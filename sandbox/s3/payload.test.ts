import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { ServiceRequest } from '../gateway/service.ts'
import { receive } from './payload.ts'

function anUpload(stream: Readable, headers: Record<string, string>): ServiceRequest {
  return {
    requestId: 'r',
    method: 'PUT',
    path: '/b/k',
    query: new URLSearchParams(),
    headers,
    host: 'localhost',
    body: Buffer.alloc(0),
    stream,
    caller: undefined,
    secure: true,
    signature: undefined,
  }
}

it('holds no more than a few pieces of a body at a time', async () => {
  const piece = Buffer.alloc(65_536)
  const count = 500
  let [read, written, most] = [0, 0, 0]
  const source = Readable.from(
    (function* () {
      for (; read < count; read += 1) yield piece
    })(),
    { highWaterMark: 1 },
  )
  const headers = { 'content-length': String(count * piece.length) }
  const received = await receive(anUpload(source, headers), 1e9, () => {
    written += 1
    most = Math.max(most, read - written)
  })
  expect([received.sizeBytes, written]).toEqual([count * piece.length, count])
  expect(most).toBeLessThan(5)
})

it('refuses a body that is longer or shorter than announced, or too large', async () => {
  const send = (text: string, length: number, limit = 100) =>
    receive(
      anUpload(Readable.from([Buffer.from(text)]), { 'content-length': `${length}` }),
      limit,
      () => {},
    )
  await expect(send('1234', 3)).rejects.toMatchObject({ code: 'IncompleteBody' })
  await expect(send('12', 3)).rejects.toMatchObject({ code: 'IncompleteBody' })
  await expect(send('123', 101)).rejects.toMatchObject({ code: 'EntityTooLarge' })
})

it('calls a client that goes away an incomplete body', async () => {
  const source = new Readable({ read() {} })
  const received = receive(anUpload(source, { 'content-length': '10' }), 100, () => {})
  source.push('1234')
  source.destroy(new Error('aborted'))
  await expect(received).rejects.toMatchObject({ code: 'IncompleteBody' })
})
