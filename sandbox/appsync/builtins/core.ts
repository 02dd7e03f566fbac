import { randomUUID } from 'node:crypto'
import { FieldError, templateError, unauthorizedField } from '../errors.ts'
import type { AuthMode } from '../identity.ts'
import { isFields, printed, renderValue } from '../vtl/values.ts'
import { ksuid, ulid } from './ids.ts'
import type { Invocation } from './invocation.ts'

type Member = (...args: unknown[]) => unknown

const isNone = (value: unknown): value is null | undefined => value === null || value === undefined

const isEmpty = (value: unknown): boolean =>
  isNone(value) ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0)

const isBlank = (value: unknown): boolean =>
  isNone(value) || (typeof value === 'string' && value.trim() === '')

/** `$util.authType()` by mode, in AppSync's words. */
const authTypes: Readonly<Record<AuthMode, string>> = {
  API_KEY: 'API Key Authorization',
  AWS_IAM: 'IAM Authorization',
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
}

/** @returns the members directly under `$util`, for one field's run */
export function coreMembers(invocation: Invocation): Readonly<Record<string, Member>> {
  return {
    ...checks,
    ...conversions,
    ...errorMembers(invocation),
    autoUlid: () => ulid(invocation.nowMs()),
    autoKsuid: () => ksuid(invocation.nowMs()),
  }
}

function errorMembers(invocation: Invocation): Readonly<Record<string, Member>> {
  const fault = ([message, errorType, data, errorInfo]: readonly unknown[]): FieldError =>
    new FieldError(renderValue(message), {
      errorType: isNone(errorType) ? null : renderValue(errorType),
      data,
      errorInfo,
    })
  return {
    authType: () => authTypes[invocation.authMode],
    error: (...args) => {
      throw fault(args)
    },
    appendError: (...args) => {
      invocation.appended.push(fault(args))
      return ''
    },
    unauthorized: () => {
      throw unauthorizedField(invocation.typeName, invocation.fieldName)
    },
    validate: (condition, ...rest) => {
      if (condition === true) return ''
      throw fault(rest[1] === undefined ? [rest[0], 'CustomTemplateException'] : rest)
    },
  }
}

const checks: Readonly<Record<string, Member>> = {
  isNull: (value) => isNone(value),
  isNullOrEmpty: (value) => isEmpty(value),
  isNullOrBlank: (value) => isBlank(value),
  defaultIfNull: (value, fallback) => (isNone(value) ? fallback : value),
  defaultIfNullOrEmpty: (value, fallback) => (isEmpty(value) ? fallback : value),
  defaultIfNullOrBlank: (value, fallback) => (isBlank(value) ? fallback : value),
  isString: (value) => typeof value === 'string',
  isNumber: (value) => typeof value === 'number',
  isBoolean: (value) => typeof value === 'boolean',
  isList: (value) => Array.isArray(value),
  isMap: (value) => isFields(value),
  typeOf: (value) => typeName(value),
  matches: (pattern, value) => new RegExp(String(pattern)).test(printed(value)),
}

function typeName(value: unknown): string {
  if (isNone(value)) return 'Null'
  if (Array.isArray(value)) return 'List'
  if (isFields(value)) return 'Map'
  const names: Readonly<Record<string, string>> = {
    string: 'String',
    number: 'Number',
    boolean: 'Boolean',
  }
  return names[typeof value] ?? 'Object'
}

const conversions: Readonly<Record<string, Member>> = {
  qr: () => '',
  quiet: () => '',
  toJson: (value) => JSON.stringify(value ?? null),
  parseJson: (value) => parseJson(value),
  base64Encode: (value) => Buffer.from(printed(value)).toString('base64'),
  base64Decode: (value) => Buffer.from(printed(value), 'base64').toString(),
  urlEncode: (value) => encodeURIComponent(printed(value)).replaceAll('%20', '+'),
  urlDecode: (value) => urlDecode(printed(value)),
  escapeJavaScript: (value) => JSON.stringify(printed(value)).slice(1, -1).replaceAll("'", "\\'"),
  autoId: () => randomUUID(),
}

/** Text that is not JSON gives null: Amplify's templates try it on plain claims. */
function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

function urlDecode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', '%20'))
  } catch {
    throw templateError('Unable to decode the URL')
  }
}
