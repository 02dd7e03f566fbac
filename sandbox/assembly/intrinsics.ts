/** `AWS::NoValue`: a property with this value is left out. */
export const noValue = Symbol('AWS::NoValue')

/** What intrinsic functions look up in their stack. */
export interface Scope {
  /** `Ref`: a pseudo parameter, a parameter or a resource's physical id. */
  reference(name: string): unknown
  /** `Fn::GetAtt` */
  attribute(id: string, name: string): unknown
  condition(name: string): boolean
  mapping(map: string, first: string, second: string): unknown
}

type Evaluate = (value: unknown) => unknown
type Intrinsic = (argument: unknown, evaluate: Evaluate, scope: Scope) => unknown

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, _, scope) => scope.reference(String(name)),
  'Fn::GetAtt': (argument, evaluate, scope) => {
    const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : listOf(argument)
    return scope.attribute(String(id), rest.map((each) => String(evaluate(each))).join('.'))
  },
  'Fn::Join': (argument, evaluate) => {
    const [separator, parts] = listOf(argument)
    return listOf(evaluate(parts)).map(String).join(String(separator))
  },
  'Fn::Select': (argument, evaluate) => {
    const [index, list] = listOf(argument)
    return listOf(evaluate(list))[Number(evaluate(index))]
  },
  'Fn::Split': (argument, evaluate) => {
    const [separator, text] = listOf(argument)
    return String(evaluate(text)).split(String(separator))
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, evaluate, scope) => {
    const [name, yes, no] = listOf(argument)
    return evaluate(scope.condition(String(name)) ? yes : no)
  },
  'Fn::Equals': (argument, evaluate) => {
    const [left, right] = listOf(argument).map(evaluate)
    return String(left) === String(right)
  },
  'Fn::Not': (argument, evaluate) => evaluate(listOf(argument)[0]) !== true,
  'Fn::And': (argument, evaluate) => listOf(argument).every((each) => evaluate(each) === true),
  'Fn::Or': (argument, evaluate) => listOf(argument).some((each) => evaluate(each) === true),
  'Fn::Base64': (text, evaluate) => Buffer.from(String(evaluate(text))).toString('base64'),
  'Fn::FindInMap': (argument, evaluate, scope) => {
    const [map, first, second] = listOf(argument).map((each) => String(evaluate(each)))
    return scope.mapping(map ?? '', first ?? '', second ?? '')
  },
}

/**
 * Evaluates every intrinsic function in a value of a template, at any depth.
 * @throws Error for a function that it does not know
 */
export function evaluateValue(value: unknown, scope: Scope): unknown {
  const evaluate: Evaluate = (each) => evaluateValue(each, scope)
  if (Array.isArray(value)) return value.map(evaluate).filter((each) => each !== noValue)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [name, argument] = (entries.length === 1 ? entries[0] : undefined) ?? []
  if (name === 'Ref' || name?.startsWith('Fn::')) {
    const intrinsic = intrinsics[name]
    if (!intrinsic) throw new Error(`The sandbox does not know the function ${name}.`)
    return intrinsic(argument, evaluate, scope)
  }
  // `Condition` is a function only inside conditions; an IAM statement has a key of that name.
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument)
  const kept = entries
    .map(([key, each]) => [key, evaluate(each)] as const)
    .filter(([, each]) => each !== noValue)
  return Object.fromEntries(kept)
}

function substitute(argument: unknown, evaluate: Evaluate, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}]
  const values = (variables ?? {}) as Record<string, unknown>
  return String(text)
    .replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in values) return String(evaluate(values[name]))
      const dot = name.indexOf('.')
      if (dot < 0) return String(scope.reference(name))
      return String(scope.attribute(name.slice(0, dot), name.slice(dot + 1)))
    })
    .replaceAll('${!', '${')
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`Expected a list, got ${JSON.stringify(value)}.`)
  return value
}
