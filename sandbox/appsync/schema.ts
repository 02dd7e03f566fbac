import {
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  GraphQLSchema,
  isScalarType,
  Kind,
  parse,
} from 'graphql'
import { awsScalars, equipScalar } from './scalars.ts'

/** What AppSync adds to every schema. */
const directives = `
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_publish(subscriptions: [String]) on FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION | OBJECT
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_api_key on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
directive @aws_oidc on FIELD_DEFINITION | OBJECT
directive @aws_lambda on FIELD_DEFINITION | OBJECT
directive @canonical on FIELD_DEFINITION | OBJECT
`

/**
 * Builds an executable schema from AppSync's SDL.
 * @throws GraphQLError when the SDL is not valid
 */
export function buildSchema(sdl: string): GraphQLSchema {
  const document = parse(sdl)
  const declared = new Set(
    document.definitions.flatMap((each) => ('name' in each && each.name ? [each.name.value] : [])),
  )
  const scalars = Object.keys(awsScalars).filter((name) => !declared.has(name))
  const added = parse(`${directives}\n${scalars.map((name) => `scalar ${name}`).join('\n')}`)
  const whole: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      ...added.definitions.filter(
        (each) => !('name' in each && each.name && declared.has(each.name.value)),
      ),
      ...document.definitions,
    ],
  }
  const schema = buildASTSchema(whole)
  for (const type of Object.values(schema.getTypeMap())) if (isScalarType(type)) equipScalar(type)
  return schema
}

/**
 * Reads `@aws_subscribe`.
 * @returns subscription fields by the mutation that feeds them
 */
export function readSubscriptions(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const fed = new Map<string, string[]>()
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const subscribe = field.astNode?.directives?.find((each) => each.name.value === 'aws_subscribe')
    for (const mutation of subscribe ? readNames(subscribe, 'mutations') : []) {
      fed.set(mutation, [...(fed.get(mutation) ?? []), field.name])
    }
  }
  return fed
}

/** @returns the strings of a directive's list argument */
export function readNames(directive: DirectiveNode, argument: string): readonly string[] {
  const value = directive.arguments?.find((each) => each.name.value === argument)?.value
  if (value?.kind === Kind.STRING) return [value.value]
  if (value?.kind !== Kind.LIST) return []
  return value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : []))
}
