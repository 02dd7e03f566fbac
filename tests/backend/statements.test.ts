import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../sandbox/random.ts'
import { projectRoot } from '../../scripts/paths.ts'
import { jobMs, startMs } from './backend.ts'
import { directCalls, failure } from './direct-calls.ts'
import { createEvidence } from './permissions/evidence.ts'
import { findPermission, functionNames } from './permissions/names.ts'
import { permissionsPage, type Shown } from './permissions/page.ts'
import type { Step } from './permissions/step.ts'
import { excepted, steps } from './permissions/steps.ts'
import { isExcepted, lambdaTrusts, openStudy, type Study } from './permissions/study.ts'
import { cases, casesOf, takeAway } from './permissions/take-away.ts'

/**
 * Each statement of the synthesised policies is needed: a step of the application asks something
 * that this statement alone allows. Some are also taken away from the running backend, and the step
 * fails; `npm run soak -- permissions` takes each away.
 */

/** A step waits for a job or two. */
const maxStepMs = 2 * jobMs
const starting = 'start a process of the function'

let study: Study
const evidence = createEvidence()

beforeAll(async () => {
  study = await openStudy()
}, startMs)

afterAll(() => study?.backend.close())

test('a function whose role does not trust Lambda does not start', () => {
  const { coldStarts } = study
  expect([...coldStarts.keys()].map(({ who }) => who).toSorted()).toEqual(functionNames.toSorted())
  for (const answer of coldStarts.values()) expect(answer).toContain('cannot be assumed by Lambda')
})

const actions = steps.filter(({ isAttack }) => !isAttack)
const attacks = steps.filter(({ isAttack }) => isAttack)

describe.for(actions)('$name', (step) => {
  let alone: ReadonlySet<string> = new Set()

  test('succeeds with every statement in place', { timeout: maxStepMs }, async () => {
    study.world.forget()
    await expect(step.run(study.world)).resolves.toBeUndefined()
    alone = evidence.note(study.world)
  })

  test.for(casesOf(step))('asks what only $title allows', ({ need }) => {
    expect(alone).toContain(findPermission(study.all, need).id)
  })
})

describe.for(attacks)('$name', (step) => {
  test('is stopped with every statement in place', async () => {
    await expect(step.run(study.world)).rejects.toThrow(/AccessDenied.*with an explicit deny/)
  })

  test.for(casesOf(step))('succeeds without $title', async (each) => {
    expect(await takeAway(study, each)).toBeUndefined()
  })
})

/** Some of the actions; another seed draws others. */
const sample = draw(
  cases.filter(({ step }) => !step.isAttack),
  { count: 4, seed: 20_261_130 },
).map((each) => [`${each.step.name}: fails without ${each.title}`, each] as const)

test.for(sample)('%s', { timeout: maxStepMs }, async ([, each]) => {
  expect(await takeAway(study, each)).toBeUndefined()
})

const services = Object.entries(directCalls)
const role = 'arn:aws:sts::000000000000:assumed-role/amplifyAuthauthenticatedUserRole'

test.for(services)('a refusal of %s is one line: role, action, resource', async ([, call]) => {
  const { backend, world } = study
  const before = backend.refusals.length
  const refusal = await failure(call(backend, world.person.keys, 'x'))
  expect(refusal).toMatch(/^(AccessDenied|Unauthorized)/)
  const lines = backend.refusals.slice(before)
  expect(lines).toEqual([
    expect.stringMatching(/^arn:aws:sts::\S+ may not \w+:\w+ on arn:aws:\S+$/),
  ])
  expect(lines[0]).toContain(role)
})

test.for(services.filter(([name]) => !name.startsWith('AppSync')))(
  'a refusal of %s has AWS’s own sentence',
  async ([, call]) => {
    await expect(call(study.backend, study.world.person.keys, 'x')).rejects.toThrow(
      /^User: arn:aws:sts::\S+ is not authorized to perform: (\w+:\w+) on resource: arn:aws:\S+ because no identity-based policy allows the \1 action$/,
    )
  },
)

test('no statement is there for nothing', () => {
  const needed = new Set(shown().map(({ permission }) => permission.id))
  const rest = study.all.filter((each) => !needed.has(each.id) && !isExcepted(each))
  expect(rest.map(({ who, actions, resources }) => ({ who, actions, resources }))).toEqual([])
  const both = shown().filter(({ permission }) => isExcepted(permission))
  expect(both.map(({ permission }) => permission.id)).toEqual([])
  expect(excepted.filter(({ fits }) => !study.all.some(fits)).map(({ why }) => why)).toEqual([])
})

test('our own functions and people use every action on every resource that they are given', () => {
  const ours = study.all.filter(
    (each) =>
      each.kind === 'identity' && !isExcepted(each) && !/^(AppSync|schedule)/.test(each.who),
  )
  expect(ours.length).toBeGreaterThan(35)
  expect(ours.flatMap((each) => evidence.unusedOf(each))).toEqual([])
})

test('the page of permissions is up to date', async () => {
  const path = join(projectRoot, 'docs/permissions.md')
  const counted = excepted.map(({ why, fits }) => ({ why, count: study.all.filter(fits).length }))
  const page = permissionsPage(shown(), counted)
  if (process.env['WRITE_PERMISSIONS'] === '1') await writeFile(path, page)
  expect(await readFile(path, 'utf8')).toBe(page)
})

/** Each statement that a step needs, once. */
function shown(): Shown[] {
  const byStep = steps.flatMap((step: Step) =>
    step.needs.map((need) => ({ permission: findPermission(study.all, need), by: step.name })),
  )
  return [...byStep, ...lambdaTrusts(study.all).map((permission) => ({ permission, by: starting }))]
}

function draw<T>(from: readonly T[], { count, seed }: { count: number; seed: number }): T[] {
  const random = seededRandom(seed)
  const ordered = from.map((each) => ({ each, at: random() })).toSorted((a, b) => a.at - b.at)
  return ordered.slice(0, count).map(({ each }) => each)
}
