import type { Authorizer } from './caller.ts'
import type { ConditionContext } from './conditions.ts'
import type { Role } from './roles.ts'

/** Who wants to be a role: a service, or an identity provider on somebody's behalf. */
export type Assumption = {
  readonly role: Pick<Role, 'arn' | 'trust'>
  /** e.g. `lambda.amazonaws.com` */
  readonly service: string
  /** All must be allowed; `sts:AssumeRole` unless something else is said. */
  readonly actions?: readonly string[]
  readonly context?: ConditionContext
}

/**
 * Evaluates a role's trust policy: every action allowed, none denied.
 * @throws Error for a condition operator that is not known; it never counts as met
 */
export function isTrusted(authorizer: Authorizer, assumption: Assumption): boolean {
  const { role, service, actions = ['sts:AssumeRole'], context = {} } = assumption
  return actions.every(
    (action) =>
      authorizer.authorize({
        caller: undefined,
        service,
        action,
        resource: role.arn,
        resourcePolicy: role.trust,
        context,
      }).allowed,
  )
}
