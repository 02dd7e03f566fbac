import type { GraphQLSchema } from 'graphql'
import type { AuthEdges } from './authenticate.ts'
import type { ApiDefinition } from './definition.ts'
import type { Limits } from './limits.ts'
import { buildSchema, readSubscriptions } from './schema.ts'
import type { SourceEdges } from './sources/source.ts'

/** One API, ready to run. */
export type Api = {
  readonly definition: ApiDefinition
  readonly schema: GraphQLSchema
  /** Subscription fields by the mutation that feeds them. */
  readonly subscriptions: ReadonlyMap<string, readonly string[]>
  readonly edges: SourceEdges & AuthEdges
  readonly limits: Limits
}

/** @throws GraphQLError when the API's schema is not valid */
export function createApi(
  definition: ApiDefinition,
  edges: SourceEdges & AuthEdges,
  limits: Limits,
): Api {
  const schema = buildSchema(definition.sdl)
  return { definition, schema, subscriptions: readSubscriptions(schema), edges, limits }
}
