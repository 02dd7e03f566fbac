import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  Kind,
  type OperationDefinitionNode,
  responsePathAsArray,
} from 'graphql'
import { mayAccess } from './access.ts'
import type { Api } from './api.ts'
import type { Extensions } from './builtins/invocation.ts'
import type { Resolver } from './definition.ts'
import { limitDepth } from './depth.ts'
import { chooseOperation } from './document.ts'
import { FieldError, unauthorizedField } from './errors.ts'
import type { Identity } from './identity.ts'
import { type ResolverContext, runResolver } from './resolve.ts'
import { resolverInfo, selectedFields } from './selection.ts'
import { type Fields, isFields, readField } from './vtl/values.ts'
import { toWireError, type WireError } from './wire-errors.ts'

/** One parsed request: who asks for what. */
export type Execution = {
  readonly document: DocumentNode
  readonly variables: Fields
  readonly operationName: string | undefined
  readonly identity: Identity
  /** `$ctx.request.headers` */
  readonly headers: Readonly<Record<string, string>>
}

export type Executed = {
  readonly data: unknown
  readonly errors: readonly WireError[]
  /** What each mutation field came to, for its subscribers; empty for the other operations. */
  readonly published: readonly { readonly fieldName: string; readonly value: unknown }[]
  readonly extensions: Extensions
  /** The operation's top-level fields with their coerced arguments. */
  readonly roots: readonly Root[]
}

type Root = { readonly fieldName: string; readonly args: Fields }

type FieldContext = {
  readonly api: Api
  readonly execution: Execution
  readonly appended: GraphQLError[]
  readonly roots: Root[]
  readonly extensions: Extensions
  /** Delivery to a subscriber: the values are there already and no resolver runs. */
  readonly isDelivery: boolean
  /** Resolvers that the request may still run. */
  resolversLeft: number
}

/**
 * Runs a query or mutation, or the start of a subscription (whose field resolver runs and decides).
 * Field errors are part of the outcome.
 * @throws RequestError when the document has no such operation
 */
export async function executeOperation(api: Api, execution: Execution): Promise<Executed> {
  const operation = chooseOperation(execution.document, execution.operationName)
  const extensions: Extensions = { invalidations: [] }
  const roots: Root[] = []
  const context = { api, execution, appended: [], roots, extensions, isDelivery: false }
  const outcome = await run({ ...context, resolversLeft: maxResolvers(api) }, undefined)
  const published =
    operation.operation === 'mutation'
      ? readPublished(outcome.data, operation, execution.document)
      : []
  return { ...outcome, published, extensions, roots }
}

/**
 * Shapes an event by a subscriber's own selection and access.
 * @param value what the mutation selected
 */
export async function executeDelivery(
  api: Api,
  execution: Execution,
  event: { fieldName: string; value: unknown },
): Promise<{ data: unknown; errors: readonly WireError[] }> {
  const extensions: Extensions = { invalidations: [] }
  const context = { api, execution, appended: [], roots: [], extensions, isDelivery: true }
  return run({ ...context, resolversLeft: 0 }, { [event.fieldName]: event.value })
}

function maxResolvers({ definition, limits }: Api): number {
  return Math.min(definition.resolverCount ?? limits.resolverCount, limits.resolverCount)
}

async function run(
  context: FieldContext,
  rootValue: unknown,
): Promise<{ data: unknown; errors: readonly WireError[] }> {
  const { document, variables, operationName } = context.execution
  const result = await execute({
    schema: context.api.schema,
    document,
    rootValue,
    contextValue: context,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: resolveField,
  })
  const errors = [...(result.errors ?? []), ...context.appended].map((error) =>
    toWireError(error, context.api.schema),
  )
  return { data: result.data ?? null, errors }
}

/** Not `async`: most fields are members of a record, and a promise for each would cost more. */
// oxlint-disable-next-line max-params -- graphql-js calls a resolver with four
const resolveField: GraphQLFieldResolver<unknown, FieldContext> = (
  source,
  args: Fields,
  context,
  info,
) => {
  const { api, execution, isDelivery } = context
  const { parentType, fieldName } = info
  const isTop = info.path.prev === undefined
  limitDepth(info.path, api.definition.queryDepth)
  if (isTop) context.roots.push({ fieldName, args })
  const allowed =
    mayAccess(api.definition, { type: parentType, fieldName }, execution.identity) &&
    (!isTop || isDelivery || execution.identity.mayCall(parentType.name, fieldName))
  if (!allowed) throw unauthorizedField(parentType.name, fieldName)
  const resolver = isDelivery
    ? undefined
    : api.definition.resolvers.get(`${parentType.name}.${fieldName}`)
  if (!resolver) return isFields(source) ? readField(source, fieldName) : undefined
  context.resolversLeft -= 1
  if (context.resolversLeft < 0) throw tooManyResolvers()
  return runField(resolver, context, { source, args, info })
}

function tooManyResolvers(): FieldError {
  return new FieldError('Resolver invocation limit reached.', {
    errorType: 'ResolverExecutionLimitReached',
  })
}

async function runField(
  resolver: Resolver,
  context: FieldContext,
  { source, args, info }: { source: unknown; args: Fields; info: GraphQLResolveInfo },
): Promise<unknown> {
  const { api, execution } = context
  const { parentType, fieldName } = info
  const appended: FieldError[] = []
  try {
    return await runResolver(resolver, {
      context: contextOf(source, args, { api, execution, info }),
      edges: api.edges,
      invocation: {
        typeName: parentType.name,
        fieldName,
        authMode: execution.identity.mode,
        nowMs: api.edges.clock,
        appended,
        extensions: context.extensions,
      },
    })
  } finally {
    context.appended.push(...appended.map((error) => locate(error, info)))
  }
}

function contextOf(
  source: unknown,
  args: Fields,
  { api, execution, info }: { api: Api; execution: Execution; info: GraphQLResolveInfo },
): ResolverContext {
  // Templates change their arguments; graphql-js may share them with other fields.
  const own = structuredClone({ ...args })
  return {
    arguments: own,
    args: own,
    source: source ?? null,
    identity: execution.identity.shown,
    request: { headers: execution.headers, domainName: null },
    info: resolverInfo(info),
    stash: {},
    env: { ...api.definition.environment },
    prev: null,
    result: null,
    error: null,
  }
}

function locate(error: FieldError, info: GraphQLResolveInfo): GraphQLError {
  const path = responsePathAsArray(info.path)
  return new GraphQLError(error.message, info.fieldNodes, undefined, undefined, path, error)
}

function readPublished(
  data: unknown,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Executed['published'] {
  const fragments = Object.fromEntries(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  )
  return selectedFields(data, operation, fragments).filter(
    ({ value }) => value !== null && value !== undefined,
  )
}
