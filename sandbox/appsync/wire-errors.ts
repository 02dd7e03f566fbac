import { type GraphQLError, type GraphQLSchema, isObjectType } from 'graphql'
import { FieldError } from './errors.ts'

/** An error as AppSync's responses carry it. */
export type WireError = {
  readonly path: readonly (string | number)[] | null
  readonly data: unknown
  readonly errorType: string | null
  readonly errorInfo: unknown
  readonly locations: readonly { line: number; column: number; sourceName: null }[] | null
  readonly message: string
}

/** @returns an error of execution in AppSync's shape */
export function toWireError(error: GraphQLError, schema: GraphQLSchema): WireError {
  const cause = error.originalError
  const path = error.path ?? null
  if (cause instanceof FieldError) {
    const { errorType, data, errorInfo } = cause
    return {
      path,
      data,
      errorType,
      errorInfo,
      locations: locationsOf(error),
      message: cause.message,
    }
  }
  const missing = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(error.message)
  const at = `(/${(path ?? []).join('/')})`
  const message = missing
    ? `Cannot return null for non-nullable type: '${typeOf(schema, missing)}' within parent '${missing[1]}' ${at}`
    : path
      ? `Can't serialize value ${at} : ${error.message}`
      : error.message
  return { path, data: null, errorType: null, errorInfo: null, locations: null, message }
}

/** @returns an error of validation in AppSync's shape */
export function toValidationError(error: GraphQLError): WireError {
  const unknownField = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message)
  const message = unknownField
    ? `Validation error of type FieldUndefined: Field '${unknownField[1]}' in type '${unknownField[2]}' is undefined`
    : `Validation error: ${error.message}`
  return {
    path: null,
    data: null,
    errorType: 'ValidationError',
    errorInfo: null,
    locations: locationsOf(error),
    message,
  }
}

function locationsOf(error: GraphQLError): WireError['locations'] {
  return (error.locations ?? []).map(({ line, column }) => ({ line, column, sourceName: null }))
}

/** The type that AppSync names and graphql-js does not: `String` of a `String!` field. */
function typeOf(
  schema: GraphQLSchema,
  [, parentName = '', fieldName = '']: RegExpExecArray,
): string {
  const parent = schema.getType(parentName)
  const field = isObjectType(parent) ? parent.getFields()[fieldName] : undefined
  return String(field?.type).replace(/!$/, '')
}
