import type { Caller, Question } from './caller.ts'
import { type ConditionContext, conditionsHold } from './conditions.ts'
import { matchesPattern, substitute } from './patterns.ts'
import type { PolicyStatement } from './policy.ts'

/** Whether a statement is about a question: its action, its resource, and every condition. */
export function applies(
  statement: PolicyStatement,
  question: Question,
  context: ConditionContext,
): boolean {
  const action = question.action.toLowerCase()
  const namesAction = (list: readonly string[]) =>
    list.some((each) => matchesPattern(action, each.toLowerCase()))
  const namesResource = (list: readonly string[]) =>
    list.some((each) => matchesPattern(question.resource, substitute(each, context)))
  const actionFits = statement.NotAction
    ? !namesAction(toList(statement.NotAction))
    : namesAction(toList(statement.Action))
  if (!actionFits) return false
  const resourceFits = statement.NotResource
    ? !namesResource(toList(statement.NotResource))
    : namesResource(toList(statement.Resource))
  return resourceFits && conditionsHold(statement.Condition, context)
}

/** Whether a statement of a resource's policy names who asks. */
export function isPrincipal(statement: PolicyStatement, question: Question): boolean {
  const { Principal: principal, Effect: effect } = statement
  if (principal === undefined) return false
  if (principal === '*') return true
  return Object.entries(principal).some(([kind, names]) =>
    toList(names).some((name) => {
      if (kind !== 'AWS') return question.service === name
      if (name === '*') return true
      return question.caller !== undefined && isNamed(name, question.caller, effect)
    }),
  )
}

/** An account as principal is denied as a whole, but allowed only by its own identity policies. */
function isNamed(name: string, caller: Caller, effect: PolicyStatement['Effect']): boolean {
  if (name === caller.arn || name === caller.roleArn) return true
  const account = [caller.accountId, `arn:aws:iam::${caller.accountId}:root`]
  return effect === 'Deny' && account.includes(name)
}

function toList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
