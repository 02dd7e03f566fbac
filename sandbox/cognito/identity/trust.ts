import { statementsOf } from '../../iam/authorizer.ts'
import { type ConditionContext, conditionsHold } from '../../iam/conditions.ts'
import { matchesPattern } from '../../iam/patterns.ts'
import type { PolicyDocument, PolicyStatement } from '../../iam/policy.ts'

/** Whether a role lets an identity pool hand out its credentials. */
type TrustQuestion = {
  readonly document: PolicyDocument
  /** All must be allowed: `sts:AssumeRoleWithWebIdentity`, and `sts:TagSession` for tags. */
  readonly actions: readonly string[]
  readonly context: ConditionContext
}

/**
 * Evaluates a role's trust policy for identity pools: every action allowed, none denied.
 * @throws Error for a condition operator that is not known; it never counts as met
 */
export function isTrusted({ document, actions, context }: TrustQuestion): boolean {
  const statements = statementsOf(document).filter(
    (statement) => isForIdentityPools(statement) && conditionsHold(statement.Condition, context),
  )
  return actions.every((action) => {
    const effects = statements
      .filter((statement) => namesAction(statement, action))
      .map(({ Effect }) => Effect)
    return effects.includes('Allow') && !effects.includes('Deny')
  })
}

function isForIdentityPools({ Principal }: PolicyStatement): boolean {
  if (Principal === undefined || Principal === '*') return Principal === '*'
  return [Principal['Federated'] ?? []].flat().includes('cognito-identity.amazonaws.com')
}

function namesAction({ Action }: PolicyStatement, action: string): boolean {
  const patterns = [Action ?? []].flat()
  return patterns.some((each) => matchesPattern(action.toLowerCase(), each.toLowerCase()))
}
