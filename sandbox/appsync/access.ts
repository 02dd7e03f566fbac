import type { DirectiveNode, GraphQLObjectType } from 'graphql'
import type { ApiDefinition } from './definition.ts'
import type { AuthMode, Identity } from './identity.ts'
import { readNames } from './schema.ts'

type Rule = { readonly mode: AuthMode | undefined; readonly groups: readonly string[] }

const modeOf: Readonly<Record<string, AuthMode | undefined>> = {
  aws_auth: 'AMAZON_COGNITO_USER_POOLS',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_iam: 'AWS_IAM',
  aws_api_key: 'API_KEY',
  aws_oidc: undefined,
  aws_lambda: undefined,
}

const rulesOf = new WeakMap<GraphQLObjectType, Map<string, readonly Rule[]>>()

/**
 * AppSync's rule of directives: a field's own, else its type's, else the default mode only.
 * @returns whether the identity's mode and groups may read the field
 */
export function mayAccess(
  api: ApiDefinition,
  at: { type: GraphQLObjectType; fieldName: string },
  identity: Identity,
): boolean {
  const rules = readRules(at.type, at.fieldName)
  if (rules.length === 0) {
    const denied = api.modes.get(identity.mode)?.denyByDefault === true
    return identity.mode === api.defaultMode && !denied
  }
  return rules.some(
    (rule) =>
      rule.mode === identity.mode &&
      (rule.groups.length === 0 || rule.groups.some((group) => identity.groups.includes(group))),
  )
}

function readRules(type: GraphQLObjectType, fieldName: string): readonly Rule[] {
  const known = rulesOf.get(type) ?? new Map<string, readonly Rule[]>()
  rulesOf.set(type, known)
  const found = known.get(fieldName)
  if (found) return found
  const own = toRules(type.getFields()[fieldName]?.astNode?.directives)
  const ofType = [type.astNode, ...(type.extensionASTNodes ?? [])].flatMap((node) =>
    toRules(node?.directives),
  )
  const rules = own.length > 0 ? own : ofType
  known.set(fieldName, rules)
  return rules
}

function toRules(directives: readonly DirectiveNode[] | undefined): readonly Rule[] {
  return (directives ?? []).flatMap((directive) =>
    directive.name.value in modeOf
      ? [{ mode: modeOf[directive.name.value], groups: readNames(directive, 'cognito_groups') }]
      : [],
  )
}
