import { toAttributeValue } from '../builtins/attribute-value.ts'
import { templateError } from '../errors.ts'
import { type Fields, isFields } from '../vtl/values.ts'

type Build = {
  readonly names: Fields
  readonly values: Fields
  readonly sets: string[]
  readonly removes: string[]
}

const operationNames = ['add', 'remove', 'replace', 'increment', 'decrement'].concat([
  'append',
  'prepend',
  'updateListItem',
])

/** `operations` of `@aws-appsync/utils/dynamodb`: each makes a mark that `toUpdate` reads. */
export const operationMembers: Readonly<Record<string, (...args: unknown[]) => Fields>> =
  Object.fromEntries(
    operationNames.map((_type) => [
      _type,
      (payload: unknown = null, index: unknown = null) => ({ _type, payload, index }),
    ]),
  )

/** DynamoDB nests values to 32 levels. */
const deepest = 32

/**
 * Turns the object of an `update` into DynamoDB's expression. A plain map changes only the members
 * that it names; `operations.replace` changes the whole.
 * @returns `{expression, expressionNames, expressionValues}`
 * @throws FieldError when there is nothing to update, or an operation is not known
 */
export function toUpdate(update: unknown): Fields {
  const build: Build = { names: {}, values: {}, sets: [], removes: [] }
  if (isFields(update)) addMap(update, '', { build, depth: 0 })
  const { sets, removes } = build
  if (sets.length + removes.length === 0) throw templateError('The update changes nothing')
  const expression = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ].join(' ')
  return { expression, expressionNames: build.names, expressionValues: build.values }
}

function addMap(update: Fields, prefix: string, at: { build: Build; depth: number }): void {
  const { build, depth } = at
  if (depth > deepest) throw templateError('The update is nested too deeply')
  for (const [name, value] of Object.entries(update)) {
    const path = prefix + nameOf(name, build)
    if (isOperation(value)) apply(value, path, build)
    else if (Array.isArray(value) && value.some(isOperation)) applyAll(value, path, build)
    else if (isFields(value)) addMap(value, `${path}.`, { build, depth: depth + 1 })
    else build.sets.push(`${path} = ${valueOf(value, build)}`)
  }
}

function applyAll(items: readonly unknown[], path: string, build: Build): void {
  for (const item of items) {
    if (!isOperation(item)) throw templateError('A list holds either values or operations')
    apply(item, path, build)
  }
}

function apply({ _type, payload, index }: Fields, path: string, build: Build): void {
  const { sets, removes } = build
  const value = (): string => valueOf(payload, build)
  const amount = (): string => valueOf(payload ?? 1, build)
  switch (_type) {
    case 'add':
    case 'replace':
      sets.push(`${path} = ${value()}`)
      return
    case 'remove':
      removes.push(path)
      return
    case 'increment':
      sets.push(`${path} = ${path} + ${amount()}`)
      return
    case 'decrement':
      sets.push(`${path} = ${path} - ${amount()}`)
      return
    case 'append':
      sets.push(`${path} = list_append(${path}, ${value()})`)
      return
    case 'prepend':
      sets.push(`${path} = list_append(${value()}, ${path})`)
      return
    default:
      sets.push(`${path}[${String(index)}] = ${value()}`)
  }
}

function isOperation(value: unknown): value is Fields {
  return isFields(value) && operationNames.includes(String(value['_type']))
}

/** Placeholders of their own, which no condition of the same request has. */
function nameOf(name: string, { names }: Build): string {
  const placeholder = `#update_${Object.keys(names).length}`
  names[placeholder] = name
  return placeholder
}

function valueOf(value: unknown, { values }: Build): string {
  const placeholder = `:update_${Object.keys(values).length}`
  values[placeholder] = toAttributeValue(value)
  return placeholder
}
