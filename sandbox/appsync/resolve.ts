import type { Log } from '../log.ts'
import type { Invocation } from './builtins/invocation.ts'
import { builtinVariables } from './builtins/variables.ts'
import type { DataSource, Mapping, Resolver, Step } from './definition.ts'
import { FieldError, templateError } from './errors.ts'
import type { Compile } from './javascript/compile-code.ts'
import { runCode } from './javascript/run-code.ts'
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
  /** Environment variables of the API. */
  readonly env: Fields
  prev: { result: unknown } | null
  result: unknown
  error: { message: string; type: string } | null
}

/** What resolvers work with beyond their context. */
export type ResolverEdges = SourceEdges & { readonly compile: Compile; readonly log: Log }

type Run = {
  readonly context: ResolverContext
  readonly invocation: Invocation
  readonly variables: Fields
  readonly edges: ResolverEdges
}

/** What a template or handler came to: a value to go on with, or one that ends its step. */
type Mapped = {
  readonly value: unknown
  readonly ended: boolean
  /** `runtime.earlyReturn` left out the rest of the pipeline. */
  readonly endsPipeline: boolean
}

/**
 * Runs a resolver for one field.
 * @returns the field's value, before the schema shapes it
 * @throws FieldError as templates, code and data sources raise it
 */
export async function runResolver(
  resolver: Resolver,
  at: { context: ResolverContext; invocation: Invocation; edges: ResolverEdges },
): Promise<unknown> {
  const { context, invocation } = at
  const variables = { ...builtinVariables(invocation), ctx: context, context }
  const run: Run = { ...at, variables }
  if (resolver.kind === 'unit') return (await runStep(resolver.step, run)).value
  return runPipeline(resolver.mapping, resolver.steps, run)
}

async function runPipeline(mapping: Mapping, steps: readonly Step[], run: Run): Promise<unknown> {
  const { context } = run
  const before = (await applyMapping(mapping, 'request', run)) ?? passed(null)
  // A template's #return ends the resolver; code that returns early still gets its response handler.
  if (before.ended && mapping.code === undefined) return before.value
  context.prev = { result: before.value }
  for (const step of before.ended ? [] : steps) {
    context.result = null
    context.error = null
    const mapped = await runStep(step, run)
    context.prev = { result: mapped.value }
    if (mapped.endsPipeline) break
  }
  context.result = context.prev.result
  context.error = null
  const after = await applyMapping(mapping, 'response', run)
  return after ? after.value : context.result
}

async function runStep({ mapping, dataSource }: Step, run: Run): Promise<Mapped> {
  const mapped = (await applyMapping(mapping, 'request', run)) ?? directRequest(dataSource, run)
  if (mapped.ended) return mapped
  if (!isFields(mapped.value)) {
    throw templateError('The request mapping template must give a JSON object')
  }
  const outcome = await runSource(mapped.value, dataSource, run.edges)
  const hasResponse = mapping.code !== undefined || mapping.response !== undefined
  const isOldVersion = mapped.value['version'] === '2017-02-28'
  if (outcome.error && (isOldVersion || !hasResponse)) throw raise(outcome)
  run.context.result = outcome.result
  run.context.error = outcome.error ? { ...outcome.error } : null
  return (await applyMapping(mapping, 'response', run)) ?? passed(outcome.result)
}

function passed(value: unknown): Mapped {
  return { value, ended: false, endsPipeline: false }
}

/** @returns what one side of a mapping came to, or nothing when there is none */
async function applyMapping(
  mapping: Mapping,
  side: 'request' | 'response',
  run: Run,
): Promise<Mapped | undefined> {
  const { context, invocation, edges } = run
  if (mapping.code !== undefined) {
    const { compile, log } = edges
    return runCode(mapping.code, side, { context, invocation, compile, log })
  }
  const template = mapping[side]
  return template === undefined ? undefined : applyTemplate(template, run)
}

function raise(outcome: SourceOutcome): FieldError {
  return new FieldError(outcome.error?.message ?? '', { errorType: outcome.error?.type ?? null })
}

/** A direct Lambda resolver has no template: the function gets the whole context. */
function directRequest({ type }: DataSource, { context }: Run): Mapped {
  if (type !== 'AWS_LAMBDA') {
    throw templateError('The resolver has no request mapping template')
  }
  const { arguments: args, identity, source, request, prev, info, stash } = context
  const payload = { arguments: args, identity, source, request, prev, info, stash }
  return passed({ version: '2018-05-29', operation: 'Invoke', payload })
}

function applyTemplate(template: string, run: Run): Mapped {
  const rendered = renderTemplate(template, run.variables)
  if (rendered.kind === 'returned') {
    return { value: parseReturned(rendered.value), ended: true, endsPipeline: false }
  }
  const text = rendered.text.trim()
  if (text === '') return passed(null)
  try {
    return passed(JSON.parse(text))
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
