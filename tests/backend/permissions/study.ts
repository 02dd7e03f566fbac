import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { placeOf } from '../address.ts'
import { type Backend, deployed, startBackend } from '../backend.ts'
import { type Permission, permissionsOf } from './names.ts'
import { excepted } from './steps.ts'
import { furnish, type World } from './world.ts'

/** A running backend, the statements of its policies, and a furnished world to run steps in. */
export type Study = {
  readonly backend: Backend
  readonly world: World
  readonly all: readonly Permission[]
  /** What each function said at its first invocation, when Lambda could not assume its role. */
  readonly coldStarts: ReadonlyMap<Permission, string>
}

/** Starts a backend of its own; the caller closes `backend`. */
export async function openStudy(): Promise<Study> {
  const backend = await startBackend()
  const { deployment, permissions } = backend.sandbox
  const all = permissionsOf(permissions.statements, deployment)
  const coldStarts = new Map<Permission, string>()
  // Before anybody uses it: a function that has a process is not started again.
  for (const trust of lambdaTrusts(all)) {
    const answer = await permissions.without(trust.id, () => invoke(backend, trust))
    coldStarts.set(trust, answer)
  }
  return { backend, world: await furnish(backend), all, coldStarts }
}

export function isExcepted(permission: Permission): boolean {
  return excepted.some(({ fits }) => fits(permission))
}

/** The trust policies of the functions that the application runs. */
export function lambdaTrusts(all: readonly Permission[]): readonly Permission[] {
  return all.filter(
    (each) =>
      each.kind === 'trust' &&
      !isExcepted(each) &&
      JSON.stringify(each.statement.Principal).includes('lambda.amazonaws.com'),
  )
}

/** Invokes the function of a role with an empty event. @returns what it answered */
async function invoke(backend: Backend, { who }: Permission): Promise<string> {
  const lambda = new LambdaClient({ ...placeOf(backend), credentials: backend.tools })
  const FunctionName = deployed(backend, 'AWS::Lambda::Function').find((name) =>
    name.startsWith(who.toLowerCase()),
  )
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }))
  return Buffer.from(Payload ?? []).toString()
}
