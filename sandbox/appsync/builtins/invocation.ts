import type { FieldError } from '../errors.ts'
import type { AuthMode } from '../identity.ts'
import type { Fields } from '../vtl/values.ts'

/** What the functions of `$util` and `$extensions` need to know of the field they run for. */
export type Invocation = {
  readonly typeName: string
  readonly fieldName: string
  readonly authMode: AuthMode
  readonly nowMs: () => number
  /** Errors of `$util.appendError`: reported, without stopping. */
  readonly appended: FieldError[]
  readonly extensions: Extensions
}

/** What a resolver asked of the realtime part. */
export type Extensions = {
  subscriptionFilter?: Fields
  invalidationFilter?: Fields
  readonly invalidations: { readonly subscriptionField: string; readonly payload: Fields }[]
}
