import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  Source,
  specifiedRules,
  TokenKind,
  validate,
} from 'graphql'
import type { Api } from './api.ts'
import { RequestError } from './errors.ts'

/** Documents that clients send again and again; per API, so that schemas do not mix. */
const maxCachedQueries = 500
const maxCachedLength = 20_000
const validated = new WeakMap<GraphQLSchema, Map<string, Checked>>()

export type Checked =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }

/**
 * Parses and validates a document.
 * @throws RequestError 400 when it is not GraphQL at all, or too long
 */
export function checkDocument(api: Api, query: string): Checked {
  const { schema, definition, limits } = api
  const cache = validated.get(schema) ?? new Map<string, Checked>()
  validated.set(schema, cache)
  const known = cache.get(query)
  if (known) return known
  const document = parseDocument(query, limits.queryTokens)
  const rules = definition.hasIntrospection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const errors = validate(schema, document, rules)
  const checked: Checked =
    errors.length > 0 ? { kind: 'invalid', errors } : { kind: 'valid', document }
  if (query.length <= maxCachedLength) {
    if (cache.size >= maxCachedQueries) cache.clear()
    cache.set(query, checked)
  }
  return checked
}

function parseDocument(query: string, maxTokens: number): DocumentNode {
  try {
    const lexer = new Lexer(new Source(query))
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) {
      if (count >= maxTokens) {
        throw new RequestError(
          400,
          'BadRequestException',
          `The query has more than ${maxTokens} tokens.`,
        )
      }
    }
    return parse(query)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new RequestError(
      400,
      'MalformedHttpRequestException',
      `Unable to parse GraphQL query: ${error.message}`,
    )
  }
}

/**
 * @returns the operation that the request names, or the only one
 * @throws RequestError 400 when there is none such
 */
export function chooseOperation(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  )
  const named =
    name === undefined ? operations : operations.filter((each) => each.name?.value === name)
  const [chosen, ...others] = named
  if (!chosen) {
    throw new RequestError(400, 'BadRequestException', `Unknown operation named '${name ?? ''}'.`)
  }
  if (others.length > 0) {
    throw new RequestError(400, 'BadRequestException', 'Must provide an operation name.')
  }
  return chosen
}
