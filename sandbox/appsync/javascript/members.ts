import { mathMembers, textMembers } from '../builtins/collections.ts'
import { coreMembers } from '../builtins/core.ts'
import { dynamodbMembers } from '../builtins/dynamodb.ts'
import type { Invocation } from '../builtins/invocation.ts'
import { timeMembers } from '../builtins/time.ts'
import { extensionMembers, transformMembers } from '../builtins/variables.ts'
import { FieldError } from '../errors.ts'
import { dynamodbHelpers } from './dynamodb-helpers.ts'
import type { Members } from './realm.ts'

/** Thrown by `runtime.earlyReturn`: ends the handler with a value. */
export class EarlyReturn {
  readonly value: unknown
  /** Whether the rest of the pipeline is left out too. */
  readonly isEnd: boolean

  constructor(value: unknown, isEnd: boolean) {
    this.value = value
    this.isEnd = isEnd
  }
}

/** Members of `util` itself that are JavaScript's too; the others are for templates only. */
const coreNames = ['error', 'appendError', 'unauthorized', 'matches', 'authType'].concat(
  ['escapeJavaScript', 'urlEncode', 'urlDecode', 'base64Encode', 'base64Decode'],
  ['autoId', 'autoUlid', 'autoKsuid'],
)

/** What AppSync has and the sandbox refuses by name. */
const unsupportedNames = [
  'util.dynamodb.toS3Object',
  'util.dynamodb.fromS3ObjectJson',
  'util.time.nowFormatted',
  'util.time.parseFormattedToEpochMilliSeconds',
  'util.time.epochMilliSecondsToFormatted',
  'util.transform.toElasticsearchQueryDSL',
  'util.http.copyHeaders',
  'util.http.addResponseHeader',
  'util.http.addResponseHeaders',
  'util.xml.toMap',
  'util.xml.toJsonString',
  'util.rds.toJsonString',
  'util.rds.toJsonObject',
  'extensions.evictFromApiCache',
  'dynamodb.sync',
  ...['select', 'insert', 'update', 'remove', 'sql', 'toJsonObject', 'typeHint'].map(
    (name) => `rds.${name}`,
  ),
  'rds.createMySQLStatement',
  'rds.createPgStatement',
]

/**
 * What the code of one field's run may call: the built-ins of templates, under JavaScript's names.
 * @param print takes each line of `console.log` and `console.error`
 */
export function codeMembers(invocation: Invocation, print: (line: string) => void): Members {
  const core = coreMembers(invocation)
  const printAll = (...args: unknown[]): void =>
    print(args.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' '))
  return {
    ...under('util', pick(core, coreNames)),
    ...under('util.time', timeMembers(invocation.nowMs)),
    ...under(
      'util.dynamodb',
      pick(
        dynamodbMembers,
        Object.keys(dynamodbMembers).filter((name) => !name.endsWith('Json')),
      ),
    ),
    ...under('util.transform', transformMembers),
    ...under('util.math', mathMembers),
    ...under('util.str', pick(textMembers, ['normalize'])),
    ...under('extensions', extensionMembers(invocation)),
    ...under('dynamodb', dynamodbHelpers),
    ...Object.fromEntries(unsupportedNames.map((name) => [name, () => refuse(name)])),
    'runtime.earlyReturn': (value, options) => {
      throw new EarlyReturn(value ?? null, isSkipToEnd(options))
    },
    'console.log': printAll,
    'console.error': printAll,
  }
}

function under(prefix: string, members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, run]) => [`${prefix}.${name}`, run]),
  )
}

function pick(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(
    names.flatMap((name) => {
      const run = members[name]
      return run ? [[name, run]] : []
    }),
  )
}

function isSkipToEnd(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'skipTo' in options &&
    options.skipTo === 'END'
  )
}

function refuse(name: string): never {
  throw new FieldError(`The sandbox does not support ${name}`, {
    errorType: 'UnsupportedOperation',
  })
}
