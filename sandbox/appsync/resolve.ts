import type { Invocation } from './builtins/invocation.ts'
import { builtinVariables } from './builtins/variables.ts'
import type { Mapping, Resolver, Step } from './definition.ts'
import { FieldError, templateError } from './errors.ts'
import { runSource } from './sources/run-source.ts'
import type { SourceEdges, SourceOutcome } from './sources/source.ts'
import { renderTemplate } from './vtl/render.ts'
import { type Fields, isFields } from './vtl/values.ts'

/** `$ctx` of one field's run; templates read and change it. */
export type ResolverContext = {
  readonly arguments: Fields
  readonly args: Fields
  readonly source: unknown
  readonly identity: unknown
  readonly request: Fields
  readonly info: Fields
  readonly stash: Fields
  prev: { result: unknown } | null
  result: unknown
  error: { message: string; type: string } | null
}

type Run = {
  readonly context: ResolverContext
  readonly variables: Fields
  readonly edges: SourceEdges
}

/** What a template came to: a value to go on with, or one that `#return` ends the step with. */
type Mapped = { readonly ended: boolean; readonly value: unknown }

/**
 * Runs a resolver for one field.
 * @returns the field's value, before the schema shapes it
 * @throws FieldError as templates and data sources raise it
 */
export async function runResolver(
  resolver: Resolver,
  at: { context: ResolverContext; invocation: Invocation; edges: SourceEdges },
): Promise<unknown> {
  const { context, invocation, edges } = at
  const variables = { ...builtinVariables(invocation), ctx: context, context }
  const run: Run = { context, variables, edges }
  if (resolver.kind === 'unit') return runStep(resolver.step, run)
  return runPipeline(resolver.mapping, resolver.steps, run)
}

async function runPipeline(mapping: Mapping, steps: readonly Step[], run: Run): Promise<unknown> {
  refuseCode(mapping)
  const before = mapping.request === undefined ? none : applyTemplate(mapping.request, run)
  if (before.ended) return before.value
  run.context.prev = { result: before.value }
  for (const step of steps) {
    run.context.result = null
    run.context.error = null
    run.context.prev = { result: await runStep(step, run) }
  }
  run.context.result = run.context.prev.result
  run.context.error = null
  if (mapping.response === undefined) return run.context.result
  return applyTemplate(mapping.response, run).value
}

const none: Mapped = { ended: false, value: null }

async function runStep(step: Step, run: Run): Promise<unknown> {
  refuseCode(step.mapping)
  const { request, response } = step.mapping
  const mapped = request === undefined ? directRequest(step, run) : applyTemplate(request, run)
  if (mapped.ended) return mapped.value
  if (!isFields(mapped.value)) {
    throw templateError('The request mapping template must give a JSON object')
  }
  const outcome = await runSource(mapped.value, step.dataSource, run.edges)
  const isOldVersion = mapped.value['version'] === '2017-02-28'
  if (outcome.error && (isOldVersion || response === undefined)) throw raise(outcome)
  run.context.result = outcome.result
  run.context.error = outcome.error ? { ...outcome.error } : null
  return response === undefined ? outcome.result : applyTemplate(response, run).value
}

function raise(outcome: SourceOutcome): FieldError {
  return new FieldError(outcome.error?.message ?? '', { errorType: outcome.error?.type ?? null })
}

/** A direct Lambda resolver has no template: the function gets the whole context. */
function directRequest(step: Step, { context }: Run): Mapped {
  if (step.dataSource.type !== 'AWS_LAMBDA') {
    throw templateError('The resolver has no request mapping template')
  }
  const { arguments: args, identity, source, request, prev, info, stash } = context
  const payload = { arguments: args, identity, source, request, prev, info, stash }
  return { ended: false, value: { version: '2018-05-29', operation: 'Invoke', payload } }
}

function refuseCode(mapping: Mapping): void {
  if (mapping.code === undefined) return
  throw new FieldError('The sandbox does not run APPSYNC_JS resolvers', {
    errorType: 'UnsupportedOperation',
  })
}

function applyTemplate(template: string, run: Run): Mapped {
  const rendered = renderTemplate(template, run.variables)
  if (rendered.kind === 'returned') return { ended: true, value: parseReturned(rendered.value) }
  const text = rendered.text.trim()
  if (text === '') return none
  try {
    return { ended: false, value: JSON.parse(text) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw templateError(`Unable to parse the JSON document: '${reason}'`)
  }
}

/** `#return($util.toJson(x))` and `#return(x)` mean the same. */
function parseReturned(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
