import { findPermission, type Need, type Permission } from './names.ts'
import type { Step } from './step.ts'
import { steps } from './steps.ts'
import type { Study } from './study.ts'
import { describe } from './world.ts'

/** A step and one of the statements that it needs. */
export type Case = { readonly step: Step; readonly need: Need; readonly title: string }

export function casesOf(step: Step): readonly Case[] {
  return step.needs.map((need) => ({ step, need, title: need.join(' ') }))
}

/** Every step with each of the statements that it needs. */
export const cases: readonly Case[] = steps.flatMap(casesOf)

/**
 * How a refusal surfaces: as the service's own error, as Cognito's sentence about a role that it
 * cannot assume, as the error by which a function hides from people what went wrong inside, or as
 * that of a mask, which a function that may not read it takes for missing.
 */
const surfaced = /AccessDenied|Invalid identity pool configuration|\b(INTERNAL|INVALID_MASK)\b/

/**
 * Runs a step while one statement that it needs is away from the running backend.
 * @returns what is wrong, `undefined` when the step shows that the statement is needed: an action
 *   fails by a refusal that the statement would have prevented, an attack succeeds
 */
export async function takeAway(study: Study, of: Case): Promise<string | undefined> {
  const { backend, world } = study
  const permission = findPermission(study.all, of.need)
  world.forget()
  const error = await backend.sandbox.permissions
    .without(permission.id, () => of.step.run(world))
    .then(() => undefined, String)
  if (of.step.isAttack) return error
  if (error === undefined) return 'It succeeds.'
  if (!surfaced.test(error)) return `It fails by something else: ${error}`
  return refusalsOf(study, permission).length > 0 ? undefined : `Nothing was refused: ${error}`
}

/** Refusals since the last step began that a statement would have prevented. */
function refusalsOf({ world }: Study, { kind, roleArn, actions }: Permission): string[] {
  return world.decisions
    .filter(({ allowed, question }) => {
      // Who assumes a role asks about the role; who has it asks as the role.
      const role = kind === 'trust' ? question.resource : question.caller?.roleArn
      return !allowed && role === roleArn && actions.includes(question.action)
    })
    .map(describe)
}
