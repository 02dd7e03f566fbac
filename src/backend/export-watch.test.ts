import { expect, test } from 'vitest'
import type { Export } from '#domain/export/export.ts'
import { parseExportRequest } from '#domain/export/request.ts'
import { anExport } from '../../tests/builders/export.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { type ExportEdges, watchExport } from './export-watch.ts'

const request = parseExportRequest({
  pictureId: uuid(100),
  mime: 'image/png',
  keepMetadata: true,
  keepProvenance: true,
})
const running = (revision: number, progress = 0.5) =>
  anExport({ status: 'RUNNING', revision, progress })
const done = anExport({ status: 'READY', revision: 9, progress: 1, key: 'a key' })

/** A server that tells nothing by itself; `onPause` is what happens while the client waits. */
function server(of: {
  records: readonly (Export | undefined)[]
  onPause?: (tell: (record: Export) => void) => void
}) {
  const left = [...of.records]
  const calls: string[] = []
  let tell: (record: Export) => void = () => undefined
  const next = () => (left.length > 1 ? left.shift() : left[0])
  const edges: ExportEdges = {
    ask: async () => {
      calls.push('ask')
      return next() ?? anExport()
    },
    fetch: async () => {
      calls.push('fetch')
      return next()
    },
    cancel: async (id) => void calls.push(`cancel ${id}`),
    listen: (heard) => {
      tell = heard
      return () => void calls.push('stop')
    },
    pause: async () => of.onPause?.(tell),
  }
  return { edges, calls }
}

function watch(edges: ExportEdges, signal = new AbortController().signal) {
  const told: number[] = []
  const end = watchExport(edges, request, { onProgress: (each) => told.push(each), signal })
  return { told, end }
}

test('what is ready already is given at once', async () => {
  const { edges, calls } = server({ records: [done] })
  expect(await watch(edges).end).toEqual(done)
  expect(calls).toEqual(['ask', 'stop'])
})

test('events tell how far it is; late ones and those of others count for nothing', async () => {
  const events = [
    running(3, 0.6),
    running(2, 0.2),
    anExport({ id: uuid(6), revision: 8, status: 'FAILED' }),
    done,
  ]
  const onPause = (tell: (record: Export) => void) => {
    const event = events.shift()
    if (event) tell(event)
  }
  const { edges, calls } = server({ records: [anExport()], onPause })
  const { end, told } = watch(edges)
  expect(await end).toEqual(done)
  expect([told, calls]).toEqual([
    [0, 0.6, 0.6, 0.6],
    ['ask', 'stop'],
  ])
})

test('without events the record is read', async () => {
  const { edges, calls } = server({ records: [anExport(), running(2), done] })
  const { end, told } = watch(edges)
  expect(await end).toEqual(done)
  expect([told, calls]).toEqual([
    [0, 0.5],
    ['ask', 'fetch', 'fetch', 'stop'],
  ])
})

test('when nothing happens for long, it is asked for again', async () => {
  const { edges, calls } = server({
    records: [...Array.from({ length: 21 }, () => anExport()), done],
  })
  await watch(edges).end
  expect(calls.filter((each) => each === 'ask')).toHaveLength(2)
  expect(calls.at(20)).toBe('ask')
})

test('one that failed gives its reason', async () => {
  const reason = JSON.stringify({ key: 'layerUnknown' })
  const failed = anExport({ status: 'FAILED', errorCode: 'NOT_FOUND', reason })
  const { edges } = server({ records: [failed] })
  await expect(watch(edges).end).rejects.toMatchObject({
    code: 'NOT_FOUND',
    reason: { key: 'layerUnknown' },
  })
})

test('one that is gone is not waited for', async () => {
  const { edges, calls } = server({ records: [anExport(), undefined] })
  await expect(watch(edges).end).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(calls.at(-1)).toBe('stop')
})

test('giving up cancels it on the server', async () => {
  const abort = new AbortController()
  const { edges, calls } = server({ records: [anExport()], onPause: () => abort.abort() })
  await expect(watch(edges, abort.signal).end).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(calls).toEqual(['ask', `cancel ${uuid(5)}`, 'stop'])
})
