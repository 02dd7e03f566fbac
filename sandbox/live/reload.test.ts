import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as z from 'zod'
import type { LogEvent } from '../log.ts'
import { type Sandbox, startSandbox } from '../start.ts'

/** Two syntheses of a small app and three starts of its services, on a busy machine. */
const longMs = 240_000
const root = fileURLToPath(new URL('../..', import.meta.url))

const backendSource = `
import { defineBackend } from '@aws-amplify/backend'
import { data } from './data/resource.ts'
defineBackend({ data })
`
const dataSource = (model: string) => `
import { a, defineData } from '@aws-amplify/backend'
const schema = a.schema({ Note: ${model} })
export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: 'apiKey',
    apiKeyAuthorizationMode: { expiresInDays: 30 },
  },
})
`
const before = `a.model({ text: a.string(), author: a.string() })
  .authorization((allow) => [allow.publicApiKey()])`
const after = `a.model({ text: a.string(), author: a.string(), mood: a.string() })
  .secondaryIndexes((index) => [index('author').queryField('notesBy')])
  .authorization((allow) => [allow.publicApiKey()])`

let dir: string
let sandbox: Sandbox
const events: LogEvent[] = []
const applied: Record<string, unknown>[] = []
const messages = (level: LogEvent['level']) =>
  events.filter((each) => each.level === level).map(({ message }) => message)

async function writeSchema(model: string): Promise<void> {
  await writeFile(join(dir, 'amplify', 'data', 'resource.ts'), dataSource(model))
}

const dataOutputs = z.object({ data: z.object({ url: z.string(), api_key: z.string() }) })

async function ask(query: string): Promise<unknown> {
  const { data } = dataOutputs.parse(sandbox.outputs)
  const answer = await fetch(data.url, {
    method: 'POST',
    headers: { 'x-api-key': data.api_key },
    body: JSON.stringify({ query }),
  })
  return await answer.json()
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'reload-'))
  await mkdir(join(dir, 'amplify', 'data'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(dir, 'node_modules'))
  await writeFile(join(dir, 'package.json'), '{"name":"notes","type":"module"}')
  await writeFile(join(dir, 'amplify', 'tsconfig.json'), '{"compilerOptions":{"strict":true}}')
  await writeFile(join(dir, 'amplify', 'backend.ts'), backendSource)
  await writeSchema(before)
  sandbox = await startSandbox({
    synth: {
      root: dir,
      entry: 'amplify/backend.ts',
      tsconfig: 'amplify/tsconfig.json',
      sources: ['amplify', 'package.json'],
      environment: {},
      context: {
        'amplify-backend-namespace': 'notes',
        'amplify-backend-name': 'local',
        'amplify-backend-type': 'sandbox',
      },
      region: 'us-east-1',
      cacheDir: join(dir, 'assemblies'),
    },
    stateDir: join(dir, 'state'),
    reset: false,
    port: 0,
    origins: [],
    users: [],
    bedrock: { engine: 'instant' },
    log: (event) => events.push(event),
    onApplied: (outputs) => Promise.resolve(void applied.push(outputs)),
  })
}, longMs)
afterAll(async () => {
  await sandbox?.close()
  await rm(dir, { recursive: true, force: true })
})

test('a change that CDK refuses is told, and what ran before runs on', {
  timeout: longMs,
}, async () => {
  const created = 'mutation { createNote(input: { id: "n1", text: "old", author: "ada" }) { id } }'
  expect(await ask(created)).toEqual({ data: { createNote: { id: 'n1' } } })
  await writeSchema('a.nothing()')
  await expect.poll(() => messages('warning'), { timeout: longMs }).toHaveLength(1)
  expect(messages('warning')[0]).toContain('a.nothing is not a function')
  expect(await ask('{ getNote(id: "n1") { text } }')).toEqual({
    data: { getNote: { text: 'old' } },
  })
})

test('a new field and a new index are there while it runs, and so are old rows', {
  timeout: longMs,
}, async () => {
  const { data } = dataOutputs.parse(sandbox.outputs)
  const header = Buffer.from(
    JSON.stringify({ host: new URL(data.url).host, 'x-api-key': data.api_key }),
  ).toString('base64url')
  const socket = new WebSocket(`${data.url.replace('http', 'ws')}/realtime`, [
    'graphql-ws',
    `header-${header}`,
  ])
  await new Promise((resolve) => socket.once('open', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await writeSchema(after)
  await expect.poll(() => applied.length, { timeout: longMs, interval: 20 }).toBe(1)
  await closed
  expect(messages('info').at(-1)).toMatch(
    /^Applied amplify\/data\/resource.ts in [\d.]+ s, services paused [\d.]+ s: 1 table changed, 1 schema changed/,
  )
  expect(await ask('{ notesBy(author: "ada") { items { id text mood } } }')).toEqual({
    data: { notesBy: { items: [{ id: 'n1', text: 'old', mood: null }] } },
  })
  expect(JSON.stringify(applied[0])).toContain('"mood"')
  expect(applied[0]).toEqual(sandbox.outputs)
})

test('a touch changes nothing, and going back needs no synthesis', {
  timeout: longMs,
}, async () => {
  const seen = events.length
  const file = join(dir, 'amplify', 'data', 'resource.ts')
  await utimes(file, new Date(), new Date())
  await writeSchema(after)
  await writeSchema(before)
  await expect.poll(() => applied.length, { timeout: longMs, interval: 20 }).toBe(2)
  expect(events.slice(seen).map(({ message }) => message)).toEqual([
    expect.stringContaining('gets other indexes'),
    expect.stringMatching(/^Applied amplify\/data\/resource.ts/),
  ])
  expect(await ask('{ listNotes { items { id } } }')).toEqual({
    data: { listNotes: { items: [{ id: 'n1' }] } },
  })
})
