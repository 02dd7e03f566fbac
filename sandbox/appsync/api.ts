import type { GraphQLSchema } from 'graphql'
import type { AuthEdges } from './authenticate.ts'
import type { ApiDefinition } from './definition.ts'
import { createCompiler } from './javascript/compile-code.ts'
import type { Limits } from './limits.ts'
import type { ResolverEdges } from './resolve.ts'
import { buildSchema, readSubscriptions } from './schema.ts'

/** One API, ready to run. */
export type Api = {
  readonly definition: ApiDefinition
  readonly schema: GraphQLSchema
  /** Subscription fields by the mutation that feeds them. */
  readonly subscriptions: ReadonlyMap<string, readonly string[]>
  readonly edges: ResolverEdges & AuthEdges
  readonly limits: Limits
}

/** @throws GraphQLError when the API's schema is not valid */
export function createApi(
  definition: ApiDefinition,
  edges: Omit<ResolverEdges, 'compile'> & AuthEdges,
  limits: Limits,
): Api {
  const schema = buildSchema(definition.sdl)
  return {
    definition,
    schema,
    subscriptions: readSubscriptions(schema),
    edges: { ...edges, compile: createCompiler() },
    limits,
  }
}
