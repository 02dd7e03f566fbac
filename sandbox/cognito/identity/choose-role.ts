import { CognitoError, notAuthorized } from '../errors.ts'
import type { IdentityPool, RoleMapping, RoleRule } from './identity-pool.ts'
import type { Claims, Login } from './login.ts'

/**
 * Chooses the role of a signed-in identity: by the mapping for its client, else the pool's own.
 * @param customRoleArn a role that the caller asks for; it must be among the token's roles
 * @throws CognitoError `NotAuthorizedException` when the mapping denies
 */
export function chooseRole(
  pool: IdentityPool,
  login: Login,
  customRoleArn: string | undefined,
): string {
  const provider = `${login.provider}:${login.clientId}`
  const mapping = pool.roleMappings.find((each) => each.provider === provider)
  const mapped = mapping && mappedRole(mapping, login.claims, customRoleArn)
  if (mapped !== undefined) return mapped
  if (mapping?.otherwise === 'Deny' || customRoleArn !== undefined) {
    throw notAuthorized('Access to Role is forbidden.')
  }
  return requireRole(pool.authenticatedRole)
}

/** @throws CognitoError `InvalidIdentityPoolConfigurationException` when the pool has no such role */
export function requireRole(roleArn: string | undefined): string {
  if (roleArn !== undefined) return roleArn
  throw invalidConfiguration()
}

/** @returns AWS's answer when the pool's roles cannot be assumed */
export function invalidConfiguration(): CognitoError {
  return new CognitoError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  )
}

const matchers: Readonly<
  Record<RoleRule['MatchType'], (actual: string, wanted: string) => boolean>
> = {
  Equals: (actual, wanted) => actual === wanted,
  NotEqual: (actual, wanted) => actual !== wanted,
  StartsWith: (actual, wanted) => actual.startsWith(wanted),
  Contains: (actual, wanted) => actual.includes(wanted),
}

function mappedRole(
  mapping: RoleMapping,
  claims: Claims,
  customRoleArn: string | undefined,
): string | undefined {
  if (mapping.kind === 'Rules') {
    return mapping.rules.find((rule) => isMatch(rule, claims))?.RoleARN
  }
  const roles = claims['cognito:roles']
  const allowed: readonly unknown[] = Array.isArray(roles) ? roles : []
  if (customRoleArn !== undefined) {
    return allowed.includes(customRoleArn) ? customRoleArn : undefined
  }
  const preferred = claims['cognito:preferred_role']
  return typeof preferred === 'string' ? preferred : undefined
}

function isMatch({ Claim, MatchType, Value }: RoleRule, claims: Claims): boolean {
  const actual = claims[Claim]
  return typeof actual === 'string' && matchers[MatchType](actual, Value)
}
