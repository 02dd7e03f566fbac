import type { CfnUserPool, IUserPool } from 'aws-cdk-lib/aws-cognito'
import { CfnUserPoolGroup, UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { minPasswordLength } from '#domain/account/password.ts'
import { approvedGroup, readSignUpRule } from '#domain/account/sign-up.ts'
import type { Deployment } from '../deployment.ts'

/** The pool with what Amplify's own types keep from us. */
type Pool = { readonly userPool: IUserPool; readonly cfnUserPool: CfnUserPool }

/** Has the pool's function asked for tokens too, where the rule of who may sign up needs it. */
export function guardAdmission(
  { userPool, cfnUserPool }: Pool,
  admitter: IFunction,
  { signUp }: Pick<Deployment, 'signUp'>,
): void {
  requireLongPasswords(cfnUserPool)
  if (readSignUpRule(signUp)?.kind !== 'APPROVAL') return
  if (!(userPool instanceof UserPool)) throw new Error('The user pool is not of this deployment.')
  // The group has no role: its members keep the role of all signed-in people.
  // oxlint-disable-next-line no-new -- a construct registers itself with its scope
  new CfnUserPoolGroup(userPool, 'Approved', {
    userPoolId: userPool.userPoolId,
    groupName: approvedGroup,
    description: 'May sign in: approved by an owner of the deployment.',
  })
  userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION, admitter)
}

/** Assigned, not overridden, so that Amplify's outputs tell the browser the same rule. */
function requireLongPasswords(pool: CfnUserPool): void {
  const policies = pool.policies as CfnUserPool.PoliciesProperty
  const passwordPolicy = policies.passwordPolicy as CfnUserPool.PasswordPolicyProperty
  pool.policies = {
    ...policies,
    passwordPolicy: { ...passwordPolicy, minimumLength: minPasswordLength },
  }
}
