import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, jobMs, shareBackend, startMs, waitFor, waitingModel } from './backend.ts'
import {
  finished,
  generate,
  getGeneration,
  type Person,
  refusalOf,
  signUpPerson,
} from './person.ts'
import { dailyImages, withLimits } from './settings.ts'
import { countedOf, countedOfAll, isSettled, rowsOf } from './stored.ts'

/** Ways to get more than the limits give. */

const text = { operation: 'TEXT_TO_IMAGE', prompt: 'sea', count: 1, widthPx: 512, heightPx: 512 }

let backend: Backend

beforeAll(async () => {
  backend = await shareBackend(withLimits)
}, startMs)

afterAll(() => backend?.close())

const remove = (person: Person, id: string) =>
  person.ask(`mutation { removeGenerations(ids: ["${id}"]) }`)
const cancel = (person: Person, id: string) =>
  person.ask(`mutation { cancelGeneration(id: "${id}") { id } }`)

const endings: [string, (person: Person, id: string) => Promise<unknown>][] = [
  ['ended', (person, id) => finished(person, id)],
  ['was cancelled', (person, id) => cancel(person, id)],
  ['was just asked for', async () => undefined],
]

test.for(endings)(
  'the id of a job that %s and was removed makes no second one',
  { timeout: jobMs },
  async ([what, end]) => {
    const person = await signUpPerson(backend, `again-${what.replaceAll(' ', '-')}`)
    const id = randomUUID()
    await generate(person, id, text)
    await end(person, id)
    await remove(person, id)
    for (let round = 0; round < 5; round += 1) {
      const answer = await generate(person, id, { ...text, prompt: `sea ${round}` })
      expect(refusalOf(answer)).toEqual({ code: 'CONFLICT', field: 'id' })
    }
    expect(await getGeneration(person, id)).toBeUndefined()
  },
)

test('the id of a job that was removed while its model worked is used', {
  timeout: jobMs,
}, async () => {
  const person = await signUpPerson(backend, 'mid-call')
  backend.sandbox.faults.add(waitingModel)
  const id = randomUUID()
  await generate(person, id, text)
  await waitFor('a worker', async () =>
    (await getGeneration(person, id))?.status === 'RUNNING' ? true : undefined,
  )
  await remove(person, id)
  expect(refusalOf(await generate(person, id, text))?.code).toBe('CONFLICT')
  backend.sandbox.faults.clear()
  await waitFor('the settling', () => isSettled(backend))
  expect(await countedOf(backend, person.sub)).toBe(1)
})

test('asking and removing at once, with few ids, pays for no more than is counted', {
  timeout: 2 * jobMs,
}, async () => {
  const person = await signUpPerson(backend, 'storm')
  const ids = [randomUUID(), randomUUID()]
  const [calls, counted] = [backend.modelCalls(), await countedOfAll(backend)]
  await Promise.all(
    Array.from({ length: 40 }, (_, turn) => {
      const id = String(ids[turn % ids.length])
      return turn % 5 < 3 ? generate(person, id, text) : remove(person, id)
    }),
  )
  await Promise.all(ids.map((id) => remove(person, id)))
  const more = await generate(person, randomUUID(), text)
  expect(more.errors).toEqual([])
  await waitFor('the end of all', async () =>
    (await rowsOf(backend, 'Generation')).some((row) => row['open']) ? undefined : true,
  )
  const paid = backend.modelCalls() - calls
  expect(paid).toBeLessThanOrEqual((await countedOfAll(backend)) - counted)
  expect(paid).toBeLessThanOrEqual(dailyImages)
})

test.for([
  ['the same address', 'leaver-1', 'leaver-1'],
  ['the address in capitals', 'leaver-2', 'LEAVER-2'],
])(
  'leaving and signing up again with %s gives no new day',
  { timeout: jobMs },
  async ([, first, second]) => {
    const person = await signUpPerson(backend, String(first))
    const ids = Array.from({ length: dailyImages }, () => randomUUID())
    for (const id of ids) {
      await generate(person, id, text)
      await finished(person, id)
    }
    for (let round = 0; round < 2; round += 1) {
      const current = round === 0 ? person : await signUpPerson(backend, String(second))
      expect(refusalOf(await generate(current, randomUUID(), text))?.code).toBe('QUOTA_EXCEEDED')
      await waitFor('the deletion', async () => {
        const { data } = await current.ask('mutation { deleteAccount }')
        return data?.['deleteAccount'] === true ? true : undefined
      })
    }
    const last = await signUpPerson(backend, String(second))
    expect(refusalOf(await generate(last, randomUUID(), text))?.code).toBe('QUOTA_EXCEEDED')
  },
)

test('leaving while jobs wait gives nothing back that was paid', { timeout: jobMs }, async () => {
  const person = await signUpPerson(backend, 'hasty')
  const [calls, counted] = [backend.modelCalls(), await countedOfAll(backend)]
  await Promise.all(Array.from({ length: dailyImages }, () => generate(person, randomUUID(), text)))
  await waitFor('the deletion', async () => {
    const { data } = await person.ask('mutation { deleteAccount }')
    return data?.['deleteAccount'] === true ? true : undefined
  })
  await waitFor('the settling', () => isSettled(backend))
  const paid = backend.modelCalls() - calls
  expect(paid).toBeLessThanOrEqual((await countedOfAll(backend)) - counted)
})

test('thirty at once make three', { timeout: jobMs }, async () => {
  const person = await signUpPerson(backend, 'parallel')
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => generate(person, randomUUID(), text)),
  )
  const codes = answers.map((answer) => refusalOf(answer)?.code)
  expect(codes.filter((code) => code === undefined)).toHaveLength(dailyImages)
  expect(new Set(codes)).toEqual(new Set([undefined, 'QUOTA_EXCEEDED']))
})

test('a repeat is one job, also thirty times at once', { timeout: jobMs }, async () => {
  const person = await signUpPerson(backend, 'repeat')
  const id = randomUUID()
  const calls = backend.modelCalls()
  await Promise.all(Array.from({ length: 30 }, () => generate(person, id, text)))
  await finished(person, id)
  await waitFor('the settling', () => isSettled(backend))
  expect(backend.modelCalls() - calls).toBe(1)
  expect(await countedOf(backend, person.sub)).toBe(1)
})

test('what is known of people is nobody’s to read or change', async () => {
  const person = await signUpPerson(backend, 'curious')
  await generate(person, randomUUID(), text)
  const ids = (await rowsOf(backend, 'Usage'))
    .map((row) => String(row['id']?.S))
    .filter((id) => id.startsWith('person#') || id.startsWith('left#'))
  expect(ids).toContain(`person#${person.sub}`)
  for (const id of ids) {
    const read = await person.ask(`query { seen: getUsage(id: "${id}") { id images } }`)
    expect(read.data?.['seen'] ?? null).toBeNull()
    for (const field of [
      `updateUsage(input: { id: "${id}", images: 0 }) { id }`,
      `deleteUsage(input: { id: "${id}" }) { id }`,
    ]) {
      const { errors } = await person.ask(`mutation { done: ${field} }`)
      expect(errors[0]?.errorType).toBe('Unauthorized')
    }
  }
})
