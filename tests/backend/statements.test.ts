import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchesPattern } from '../../sandbox/iam/patterns.ts'
import { projectRoot } from '../../scripts/paths.ts'
import { type Backend, deployed, jobMs, startBackend, startMs } from './backend.ts'
import { directCalls } from './direct-calls.ts'
import {
  findPermission,
  functionNames,
  type Permission,
  permissionsOf,
} from './permissions/names.ts'
import { permissionsPage, type Shown } from './permissions/page.ts'
import type { Step } from './permissions/step.ts'
import { excepted, steps } from './permissions/steps.ts'
import { furnish, describe as sentence, type World } from './permissions/world.ts'
import { placeOf } from './person.ts'

/** Each statement of the synthesised policies is taken away, and what it is for fails. */

/** A step waits for a job or two. */
const longest = 2 * jobMs
const starting = 'start a process of the function'

let backend: Backend
let world: World
let all: readonly Permission[]
/** What each function said at its first invocation, when Lambda could not assume its role. */
const coldStarts = new Map<Permission, string>()
/** Which action on which resource a statement decided, while nothing was taken away. */
const used = new Map<string, Set<string>>()

beforeAll(async () => {
  backend = await startBackend()
  const { deployment, permissions } = backend.sandbox
  all = permissionsOf(permissions.statements, deployment)
  // Before anybody uses it: a function that has a process is not started again.
  for (const trust of lambdaTrusts()) {
    const answer = await permissions.without(trust.id, () => invoke(trust))
    coldStarts.set(trust, answer)
  }
  world = await furnish(backend)
}, startMs)

afterAll(() => backend?.close())

test('a function whose role does not trust Lambda does not start', () => {
  expect([...coldStarts.keys()].map(({ who }) => who).toSorted()).toEqual(functionNames.toSorted())
  for (const answer of coldStarts.values()) expect(answer).toContain('cannot be assumed by Lambda')
})

const cases = (step: Step) => step.needs.map((need) => ({ need, title: need.join(' ') }))
const actions = steps.filter(({ isAttack }) => !isAttack)
const attacks = steps.filter(({ isAttack }) => isAttack)

describe.for(actions)('$name', (step) => {
  test('succeeds with every statement in place', { timeout: longest }, async () => {
    world.forget()
    await expect(step.run(world)).resolves.toBeUndefined()
    noteUse()
  })

  test.for(cases(step))('fails without $title', { timeout: longest }, async ({ need }) => {
    const permission = findPermission(all, need)
    world.forget()
    await expect(runWithout(step, permission)).rejects.toThrow(/.+/)
    expect(refusalsOf(permission)).not.toEqual([])
  })
})

describe.for(attacks)('$name', (step) => {
  test('is stopped with every statement in place', async () => {
    await expect(step.run(world)).rejects.toThrow(/AccessDenied.*with an explicit deny/)
  })

  test.for(cases(step))('succeeds without $title', async ({ need }) => {
    const done = runWithout(step, findPermission(all, need))
    await expect(done).resolves.toBeUndefined()
  })
})

const services = Object.entries(directCalls)
const role = 'arn:aws:sts::000000000000:assumed-role/amplifyAuthauthenticatedUserRole'

test.for(services)('a refusal of %s is one line: role, action, resource', async ([, call]) => {
  const before = backend.refusals.length
  await expect(call(backend, world.person.keys, 'x')).rejects.toThrow(/.+/)
  const lines = backend.refusals.slice(before)
  expect(lines).toEqual([
    expect.stringMatching(/^arn:aws:sts::\S+ may not \w+:\w+ on arn:aws:\S+$/),
  ])
  expect(lines[0]).toContain(role)
})

test.for(services.filter(([name]) => !name.startsWith('AppSync')))(
  'a refusal of %s has AWS’s own sentence',
  async ([, call]) => {
    await expect(call(backend, world.person.keys, 'x')).rejects.toThrow(
      /^User: arn:aws:sts::\S+ is not authorized to perform: (\w+:\w+) on resource: arn:aws:\S+ because no identity-based policy allows the \1 action$/,
    )
  },
)

test('no statement is there for nothing', () => {
  const needed = new Set(shown().map(({ permission }) => permission.id))
  const rest = all.filter((each) => !needed.has(each.id) && !isExcepted(each))
  expect(rest.map(({ who, actions, resources }) => ({ who, actions, resources }))).toEqual([])
  const both = shown().filter(({ permission }) => isExcepted(permission))
  expect(both.map(({ permission }) => permission.id)).toEqual([])
  expect(excepted.filter(({ fits }) => !all.some(fits)).map(({ why }) => why)).toEqual([])
})

test('our own functions and people use every action on every resource that they are given', () => {
  const ours = all.filter(
    (each) =>
      each.kind === 'identity' && !isExcepted(each) && !/^(AppSync|schedule)/.test(each.who),
  )
  expect(ours.length).toBeGreaterThan(35)
  const unused = ours.flatMap(({ id, who, actions, statement }) =>
    actions.flatMap((action) =>
      [statement.Resource ?? []]
        .flat()
        .filter((resource) => !wasUsed(id, action, resource))
        .map((resource) => `${who} ${action} ${resource}`),
    ),
  )
  expect(unused).toEqual([])
})

test('the page of permissions is up to date', async () => {
  const path = join(projectRoot, 'docs/permissions.md')
  const counted = excepted.map(({ why, fits }) => ({ why, count: all.filter(fits).length }))
  const page = permissionsPage(shown(), counted)
  if (process.env['WRITE_PERMISSIONS'] === '1') await writeFile(path, page)
  expect(await readFile(path, 'utf8')).toBe(page)
})

/** Each statement that a step needs, once. */
function shown(): Shown[] {
  const byStep = steps.flatMap((step: Step) =>
    step.needs.map((need) => ({ permission: findPermission(all, need), by: step.name })),
  )
  return [...byStep, ...lambdaTrusts().map((permission) => ({ permission, by: starting }))]
}

function isExcepted(permission: Permission): boolean {
  return excepted.some(({ fits }) => fits(permission))
}

/** The trust policies of the functions that the application runs. */
function lambdaTrusts(): Permission[] {
  return all.filter(
    (each) =>
      each.kind === 'trust' &&
      !isExcepted(each) &&
      JSON.stringify(each.statement.Principal).includes('lambda.amazonaws.com'),
  )
}

/** Invokes the function of a role with nothing. @returns what it answered */
async function invoke({ who }: Permission): Promise<string> {
  const lambda = new LambdaClient({ ...placeOf(backend), credentials: backend.tools })
  const FunctionName = deployed(backend, 'AWS::Lambda::Function').find((name) =>
    name.startsWith(who.toLowerCase()),
  )
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }))
  return Buffer.from(Payload ?? []).toString()
}

function runWithout(step: Step, { id }: Permission): Promise<void> {
  return backend.sandbox.permissions.without(id, () => step.run(world))
}

/** Refusals since the last step began that a statement would have prevented. */
function refusalsOf({ kind, roleArn, actions }: Permission): string[] {
  return world.decisions
    .filter(({ allowed, question }) => {
      // Who assumes a role asks about the role; who has it asks as the role.
      const role = kind === 'trust' ? question.resource : question.caller?.roleArn
      return !allowed && role === roleArn && actions.includes(question.action)
    })
    .map(sentence)
}

function noteUse(): void {
  for (const { allowed, decidedBy, question } of world.decisions) {
    if (!allowed) continue
    for (const id of decidedBy) {
      const uses = used.get(id) ?? new Set()
      used.set(id, uses.add(`${question.action} ${question.resource}`))
    }
  }
}

function wasUsed(id: string, action: string, resource: string): boolean {
  // A variable of a policy stands for somebody, whoever it is.
  const pattern = `${action} ${resource.replace(/\$\{[^}]*\}/g, '*')}`
  return [...(used.get(id) ?? [])].some((use) => matchesPattern(use, pattern))
}
