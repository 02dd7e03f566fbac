import type { Log } from '../log.ts'
import type { Authorizer, Caller, Question } from './caller.ts'
import { type ConditionContext, conditionsHold } from './conditions.ts'
import { matchesPattern, substitute } from './patterns.ts'
import type { PolicyDocument, PolicyStatement } from './policy.ts'

/**
 * Evaluates identity and resource policies within one account: an explicit deny wins, then any
 * allow counts, else the answer is no (AWS, "Policy evaluation logic").
 */
export function createAuthorizer(options: {
  region: string
  log: Log
  clock?: () => number
}): Authorizer {
  const { region, log, clock = Date.now } = options
  return {
    authorize(question) {
      const context = contextOf(question, region, clock())
      const identity = (question.caller?.policies ?? []).flatMap(statementsOf)
      const resource = question.resourcePolicy ? statementsOf(question.resourcePolicy) : []
      const applying = [
        ...identity.filter((each) => applies(each, question, context)),
        ...resource.filter(
          (each) => isPrincipal(each, question) && applies(each, question, context),
        ),
      ]
      const denied = applying.some((each) => each.Effect === 'Deny')
      const allowed = !denied && applying.some((each) => each.Effect === 'Allow')
      const who = question.caller?.arn ?? question.service ?? 'anonymous'
      const message = `User: ${who} is not authorized to perform: ${question.action} on resource: ${question.resource} because ${
        denied ? 'of an explicit deny in a policy' : 'no policy allows the action'
      }`
      if (!allowed) {
        log({
          service: 'iam',
          level: 'refusal',
          message: `${who} may not ${question.action} on ${question.resource}`,
        })
      }
      return { allowed, message }
    },
  }
}

/** The statements of a document, one or many. */
export function statementsOf(policy: PolicyDocument): readonly PolicyStatement[] {
  return Array.isArray(policy.Statement)
    ? (policy.Statement as PolicyStatement[])
    : [policy.Statement as PolicyStatement]
}

function contextOf(question: Question, region: string, nowMs: number): ConditionContext {
  const { caller } = question
  const tags = Object.entries(caller?.tags ?? {}).map(([name, value]) => [
    `aws:PrincipalTag/${name}`,
    value,
  ])
  return {
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(nowMs).toISOString(),
    // Every endpoint of the sandbox stands for one that AWS serves over TLS.
    'aws:SecureTransport': 'true',
    ...(caller && {
      'aws:userid': caller.userId,
      'aws:PrincipalArn': caller.roleArn ?? caller.arn,
      'aws:PrincipalAccount': caller.accountId,
      'aws:ResourceAccount': caller.accountId,
    }),
    ...Object.fromEntries(tags),
    ...question.context,
  }
}

function applies(
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

function isPrincipal(statement: PolicyStatement, question: Question): boolean {
  const { Principal: principal, Effect: effect } = statement
  if (principal === undefined) return false
  if (principal === '*') return true
  return Object.entries(principal).some(([kind, names]) =>
    toList(names).some((name) => {
      if (kind === 'Service') return question.service === name
      if (name === '*') return true
      return (
        kind === 'AWS' && question.caller !== undefined && isNamed(name, question.caller, effect)
      )
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
