import type { Log } from '../../log.ts'
import type { Invocation } from '../builtins/invocation.ts'
import { FieldError } from '../errors.ts'
import { type Fields, isFields, writeField } from '../vtl/values.ts'
import type { Compile } from './compile-code.ts'
import { codeMembers, EarlyReturn } from './members.ts'
import type { Handled } from './realm.ts'

/** What a handler came to: a value to go on with, or one that ends its step or the pipeline. */
export type CodeResult = {
  readonly value: unknown
  readonly ended: boolean
  readonly endsPipeline: boolean
}

/** Lines of `console.log` are cut to this many characters. */
const maxLine = 2_000

/**
 * Runs one handler of an `APPSYNC_JS` module.
 * @param at.context `ctx`; what the handler did to its stash is written back
 * @throws FieldError from `util.error` and the like, or of type `Code` when AppSync would refuse
 * the code or the code itself fails
 */
export async function runCode(
  code: string,
  handler: 'request' | 'response',
  at: {
    context: { readonly stash: Fields }
    invocation: Invocation
    compile: Compile
    log: Log
  },
): Promise<CodeResult> {
  const { context, invocation, log } = at
  const field = `${invocation.typeName}.${invocation.fieldName}`
  const say = (level: 'info' | 'warning', message: string): void =>
    log({ service: 'appsync', level, message: `${field}: ${message}`.slice(0, maxLine) })
  const compiled = await at.compile(code)
  if (compiled.kind === 'refused') {
    throw codeError(`The code contains one or more errors: ${compiled.reasons.join('; ')}`)
  }
  const members = codeMembers(invocation, (line) => say('info', line))
  const handled = compiled.realm.run(handler, JSON.stringify(context), members)
  if (handled.kind === 'missing') throw codeError(`The code exports no function '${handler}'`)
  keepStash(context.stash, handled)
  if (handled.kind === 'returned') {
    return { value: handled.value, ended: false, endsPipeline: false }
  }
  if (handled.kind === 'threw') {
    say('warning', `the ${handler} handler failed: ${handled.message}`)
    throw codeError('Runtime Error')
  }
  const { cause } = handled
  if (!(cause instanceof EarlyReturn)) throw cause
  return { value: cause.value, ended: true, endsPipeline: cause.isEnd }
}

function keepStash(stash: Fields, { stash: next }: Exclude<Handled, { kind: 'missing' }>): void {
  if (!isFields(next)) return
  for (const name of Object.keys(stash)) delete stash[name]
  for (const [name, value] of Object.entries(next)) writeField(stash, name, value)
}

function codeError(message: string): FieldError {
  return new FieldError(message, { errorType: 'Code' })
}
