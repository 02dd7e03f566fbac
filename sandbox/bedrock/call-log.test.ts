import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createCallLog, readRequestMetadata } from './call-log.ts'

it('notes each charged call at once, in a file of its owner alone', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'call-log-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const path = join(dir, 'logs', 'model-calls.jsonl')
  const log = createCallLog(path)
  const call = { modelId: 'some.model', requestId: 'r-1', requestMetadata: { job: '7' } }
  log.note(call)
  log.note({ ...call, requestId: 'r-2' })
  const lines = (await readFile(path, 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([call, { requestId: 'r-2' }])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

const header = (text: string) => ({ 'x-amzn-bedrock-request-metadata': text })

it('reads the metadata of a call', () => {
  expect(readRequestMetadata({})).toEqual({})
  expect(readRequestMetadata(header('{"job":"7"}'))).toEqual({ job: '7' })
})

it.each(['7', '{"job":7}', '{', JSON.stringify({ job: 'x'.repeat(257) })])(
  'refuses %s as the metadata of a call',
  (text) => {
    expect(() => readRequestMetadata(header(text))).toThrow(
      expect.objectContaining({ type: 'ValidationException' }),
    )
  },
)
