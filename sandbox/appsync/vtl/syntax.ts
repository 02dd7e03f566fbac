import velocity from 'amplify-velocity-template'
import { templateError } from '../errors.ts'

/** The tree as `amplify-velocity-template` gives it; only what AppSync's dialect allows. */
export type Literal =
  | { readonly type: 'string'; readonly value: string; readonly isEval?: boolean }
  | { readonly type: 'integer' | 'decimal'; readonly value: string | number }
  | { readonly type: 'bool'; readonly value: string }
  | {
      readonly type: 'array'
      readonly value: readonly (Expression | string | number)[]
      readonly isRange?: boolean
    }
  | { readonly type: 'map'; readonly value?: Readonly<Record<string, Expression>> }
  | { readonly type: 'runt'; readonly value: string }

export type Attribute =
  | { readonly type: 'method'; readonly id: string; readonly args: readonly Expression[] | false }
  | { readonly type: 'index'; readonly id: Expression }
  | { readonly type: 'property'; readonly id: string }
  | { readonly type: 'content'; readonly value: string }

export type Reference = {
  readonly type: 'references'
  readonly id: string
  readonly path?: readonly Attribute[]
  readonly leader: string
}

export type Math = {
  readonly type: 'math'
  readonly operator: string
  readonly expression: readonly Expression[]
}

export type Expression = Literal | Reference | Math

export type Directive =
  | { readonly type: 'set'; readonly equal: readonly [Reference, Expression] }
  | { readonly type: 'if'; readonly condition: Expression }
  | { readonly type: 'elseif'; readonly condition: Expression }
  | { readonly type: 'else' }
  | { readonly type: 'break' | 'comment' | 'noescape' }
  | { readonly type: 'foreach'; readonly to: string; readonly from: Expression }
  | { readonly type: 'return'; readonly value: Expression | null }
  | { readonly type: 'raw'; readonly value: string }
  | { readonly type: 'macro' | 'macro_call' | 'macro_body' | 'define'; readonly id: string }

/** A block is its opening directive followed by its statements. */
export type Statement = string | Reference | Directive | readonly Statement[]

/** Templates and interpolated strings kept parsed; an assembly has a few hundred. */
const maxCached = 5_000
const cache = new Map<string, readonly Statement[]>()

/**
 * Parses a template, or takes it from the cache.
 * @throws FieldError of type `MappingTemplate` when it is not valid VTL
 */
export function parseTemplate(source: string): readonly Statement[] {
  const known = cache.get(source)
  if (known) return known
  let statements: readonly Statement[]
  try {
    statements = velocity.parse(source) as readonly Statement[]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw templateError(`Unable to parse the mapping template: ${reason}`)
  }
  if (cache.size >= maxCached) cache.clear()
  cache.set(source, statements)
  return statements
}

/** Parses the inside of a double-quoted string: references count, `#` does not. */
export function parseInterpolation(text: string): readonly Statement[] {
  return parseTemplate(text.replaceAll('#', '\\#'))
}

/** @returns the reference as written, which Velocity renders when it has no value */
export function referenceText(reference: Reference): string {
  return velocity.Helper.getRefText(reference)
}
