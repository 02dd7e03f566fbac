import { expect, test } from 'vitest'
import { noon, titan } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { checkModels } from './check-models.ts'

const ultra = 'stability.stable-image-ultra-v1:1'
const core = 'stability.stable-image-core-v1:1'
const checkedAt = new Date(noon).toISOString()

function ready() {
  const edges = fakeEdges()
  edges.modelRegistry.facts.set(titan, { kind: 'GONE' })
  edges.modelRegistry.facts.set(ultra, { kind: 'GONE' })
  return edges
}

test('what Bedrock says of each model is written down, with its dates', async () => {
  const edges = ready()
  const dates = { legacyAt: '2026-11-01T00:00:00.000Z', endOfLifeAt: '2027-01-15T00:00:00.000Z' }
  edges.modelRegistry.facts.set(core, { kind: 'FOUND', status: 'LEGACY', ...dates })
  const found = await checkModels(edges, [])
  expect(edges.modelStates.rows.get(core)).toEqual({
    id: core,
    status: 'LEGACY',
    ...dates,
    checkedAt,
  })
  // 55 days are left, and the catalogue names no end.
  expect(found).toMatchObject({ unknown: 0, retired: 1, endingSoon: 1, datedOtherwise: 1 })
})

test('one bad answer leaves the other models checked', async () => {
  const edges = ready()
  edges.modelRegistry.facts.set(core, new Error('the service is down'))
  const { checked, unknown } = await checkModels(edges, [])
  expect(unknown).toBe(1)
  expect(edges.modelStates.rows.size).toBe(checked)
  expect(edges.modelStates.rows.has(core)).toBe(false)
  expect(checked).toBeGreaterThan(10)
})

test('a model that is gone is retired, one that ended by its date too', async () => {
  const edges = ready()
  const endOfLifeAt = '2026-11-20T00:00:00.000Z'
  edges.modelRegistry.facts.set(core, { kind: 'FOUND', status: 'LEGACY', endOfLifeAt })
  await checkModels(edges, [])
  expect(edges.modelStates.rows.get(ultra)?.status).toBe('RETIRED')
  expect(edges.modelStates.rows.get(core)?.status).toBe('RETIRED')
})

test('of a model that the catalogue itself calls ended nobody is told again', async () => {
  const edges = ready()
  expect(await checkModels(edges, [])).toMatchObject({ retired: 1 })
  expect(edges.modelStates.rows.has(titan)).toBe(false)
})

test('a model that this account may use past its end stays, until a call finds it gone', async () => {
  const edges = ready()
  await checkModels(edges, [titan])
  expect(edges.modelStates.rows.get(titan)?.status).toBe('LEGACY')
  await edges.modelStates.retire(titan)
  await checkModels(edges, [titan])
  expect(edges.modelStates.rows.get(titan)?.status).toBe('RETIRED')
})

test('a model that a call found gone comes back when Bedrock calls it active', async () => {
  const edges = ready()
  await edges.modelStates.retire(core)
  edges.modelRegistry.facts.set(core, { kind: 'FOUND', status: 'LEGACY' })
  await checkModels(edges, [])
  expect(edges.modelStates.rows.get(core)?.status).toBe('RETIRED')
  edges.modelRegistry.facts.set(core, { kind: 'FOUND', status: 'ACTIVE' })
  await checkModels(edges, [])
  expect(edges.modelStates.rows.get(core)?.status).toBe('ACTIVE')
})

test('a model that is not called from here is left alone', async () => {
  const edges = ready()
  edges.modelRegistry.facts.set(core, undefined)
  await checkModels(edges, [])
  expect(edges.modelStates.rows.has(core)).toBe(false)
})
