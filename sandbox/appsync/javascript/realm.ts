import { createContext, Script } from 'node:vm'
import * as z from 'zod'

/** What code may call, by dotted name, e.g. `util.time.nowISO8601`. */
export type Members = Readonly<Record<string, (...args: unknown[]) => unknown>>

/** What one handler came to. */
export type Handled =
  | { readonly kind: 'returned'; readonly value: unknown; readonly stash?: unknown }
  | { readonly kind: 'threw'; readonly message: string; readonly stash?: unknown }
  /** A member threw `cause`. */
  | { readonly kind: 'stopped'; readonly cause: unknown; readonly stash?: unknown }
  | { readonly kind: 'missing' }

/** A module of code in a world of its own. */
export interface Realm {
  /**
   * Runs a handler of a fresh instance of the module. Only JSON passes in and out.
   * @param context `ctx` as JSON
   * @param members the same names at each run
   */
  run(handler: 'request' | 'response', context: string, members: Members): Handled
}

/** AppSync bounds evaluation without saying at what; this is far above what honest code takes. */
const timeLimitMs = 2_000

const handledSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returned'), value: z.unknown(), stash: z.unknown().optional() }),
  z.object({ kind: z.literal('threw'), message: z.string(), stash: z.unknown().optional() }),
  z.object({ kind: z.literal('missing') }),
])

/** The error of a time limit comes from inside: it is no `Error` of this realm. */
const timeoutSchema = z.object({
  code: z.literal('ERR_SCRIPT_EXECUTION_TIMEOUT'),
  message: z.string(),
})

/** What AppSync's runtime has of the language's globals; the rest is taken away. */
const globals = ['Array', 'Boolean', 'JSON', 'Math', 'Number', 'Object', 'String'].concat(
  ['Infinity', 'NaN', 'undefined'],
  ['isFinite', 'isNaN', 'parseFloat', 'parseInt'],
)

/**
 * Runs inside, first. It keeps what it needs of the language before other code can change it,
 * makes frozen objects of functions out of the dotted names, and takes the other globals away.
 * Nothing of the outside is reachable from the module: the job stays in this closure.
 */
const bootstrap = `(global, names, globals) => {
  'use strict'
  const { parse, stringify } = JSON
  const { defineProperty, freeze, getOwnPropertyNames } = Object
  const text = String
  let job
  const member = (name) => freeze((...args) => {
    const answer = parse(job.ask(name, stringify(args)))
    if (answer.stopped) throw 'stopped'
    return answer.value
  })
  const tree = { console: {}, extensions: {}, runtime: {}, util: {}, dynamodb: {}, rds: {} }
  for (const name of names) {
    const path = name.split('.')
    const last = path.pop()
    let at = tree
    for (const part of path) at = at[part] ??= {}
    at[last] = member(name)
  }
  const freezeAll = (value) => {
    if (typeof value === 'object') for (const name in value) freezeAll(value[name])
    return freeze(value)
  }
  const { dynamodb, rds, ...visible } = freezeAll(tree)
  const { console, ...utils } = visible
  const modules = {
    '@aws-appsync/utils': freeze(utils),
    '@aws-appsync/utils/dynamodb': dynamodb,
    '@aws-appsync/utils/rds': rds,
  }
  for (const name of getOwnPropertyNames(global)) {
    if (!globals.includes(name)) delete global[name]
  }
  for (const name in visible) defineProperty(global, name, { value: visible[name] })
  const handle = (instantiate) => {
    let ctx
    try {
      const module = { exports: {} }
      instantiate(module, module.exports, (name) => modules[name])
      const handler = module.exports[job.handler]
      if (typeof handler !== 'function') return stringify({ kind: 'missing' })
      ctx = parse(job.context)
      ctx.args = ctx.arguments
      const value = handler(ctx) ?? null
      return stringify({ kind: 'returned', value, stash: ctx.stash })
    } catch (error) {
      const threw = { kind: 'threw', message: text(error) }
      try {
        return stringify({ ...threw, stash: ctx?.stash })
      } catch {
        return stringify(threw)
      }
    }
  }
  return (instantiate) => {
    defineProperty(global, '#run', { value: () => handle(instantiate) })
    return (next) => { job = next }
  }
}`

type Job = {
  readonly handler: string
  readonly context: string
  readonly ask: (name: string, args: string) => string
}
type Prepare = (job: Job | undefined) => void

/**
 * Gives a module a context without Node, without what AppSync's runtime lacks and without a way to
 * make code out of text.
 * @param code a CommonJS script
 */
export function createRealm(code: string): Realm {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } })
  const evaluate = (text: string): unknown => new Script(text).runInContext(context)
  const runJob = new Script("this['#run']()")
  let prepare: Prepare | undefined
  const open = (members: Members): Prepare => {
    const lists = [Object.keys(members), globals].map((list) => JSON.stringify(list))
    const start = evaluate(`(${bootstrap})(this, ${lists.join(', ')})`) as (of: unknown) => Prepare
    return start(evaluate(`(function (module, exports, require) { 'use strict'; ${code}\n})`))
  }
  return {
    run(handler, ctx, members) {
      prepare ??= open(members)
      let stop: { readonly cause: unknown } | undefined
      const ask = (name: string, args: string): string => {
        try {
          const value = members[name]?.(...(JSON.parse(args) as unknown[])) ?? null
          return JSON.stringify({ value })
        } catch (cause) {
          stop ??= { cause }
          return '{"stopped":true}'
        }
      }
      prepare({ handler, context: ctx, ask })
      const handled = runTimed(() => runJob.runInContext(context, { timeout: timeLimitMs }))
      prepare(undefined)
      return stop ? { ...stop, kind: 'stopped', stash: stashOf(handled) } : handled
    },
  }
}

function runTimed(run: () => unknown): Handled {
  try {
    return handledSchema.parse(JSON.parse(String(run())))
  } catch (error) {
    const { success, data } = timeoutSchema.safeParse(error)
    if (!success) throw error
    return { kind: 'threw', message: data.message }
  }
}

function stashOf(handled: Handled): unknown {
  return 'stash' in handled ? handled.stash : undefined
}
