import { templateError } from '../errors.ts'
import { type Fields, isEqual, isFields, readField, renderValue, writeField } from './values.ts'

type Method<Value> = (value: Value, args: readonly unknown[]) => unknown

const text = (value: unknown): string => renderValue(value)
const whole = (value: unknown): number => Math.trunc(Number(value))

/** A list of values, from a list or from a map's values. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isFields(value) ? Object.values(value) : []
}

const onString: Readonly<Record<string, Method<string>>> = {
  charAt: (value, [index]) => value.charAt(whole(index)),
  concat: (value, [other]) => value + text(other),
  contains: (value, [part]) => value.includes(text(part)),
  endsWith: (value, [part]) => value.endsWith(text(part)),
  equals: (value, [other]) => value === other,
  equalsIgnoreCase: (value, [other]) => value.toLowerCase() === text(other).toLowerCase(),
  indexOf: (value, [part]) => value.indexOf(text(part)),
  isEmpty: (value) => value === '',
  lastIndexOf: (value, [part]) => value.lastIndexOf(text(part)),
  length: (value) => value.length,
  matches: (value, [pattern]) => new RegExp(`^(?:${text(pattern)})$`).test(value),
  replace: (value, [from, to]) => value.replaceAll(text(from), () => text(to)),
  replaceAll: (value, [pattern, to]) => value.replace(new RegExp(text(pattern), 'g'), text(to)),
  replaceFirst: (value, [pattern, to]) => value.replace(new RegExp(text(pattern)), text(to)),
  split: (value, [pattern]) => splitLikeJava(value, text(pattern)),
  startsWith: (value, [part]) => value.startsWith(text(part)),
  substring: (value, [from, to]) =>
    value.substring(whole(from), to === undefined ? value.length : whole(to)),
  toLowerCase: (value) => value.toLowerCase(),
  toString: (value: string) => value,
  toUpperCase: (value) => value.toUpperCase(),
  trim: (value) => value.trim(),
}

/** Java's `split` drops empty strings at the end. */
function splitLikeJava(value: string, pattern: string): string[] {
  const parts = value.split(new RegExp(pattern))
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts
}

const onList: Readonly<Record<string, Method<unknown[]>>> = {
  add: (list, [first, second]) => {
    if (second === undefined) list.push(first)
    else list.splice(whole(first), 0, second)
    return true
  },
  addAll: (list, [others]) => {
    list.push(...itemsOf(others))
    return true
  },
  clear: (list) => {
    list.length = 0
    return ''
  },
  contains: (list, [item]) => list.some((other) => isEqual(other, item)),
  containsAll: (list, [others]) =>
    itemsOf(others).every((item) => list.some((other) => isEqual(other, item))),
  equals: (list, [other]) => isEqual(list, other),
  get: (list, [index]) => list[whole(index)],
  indexOf: (list, [item]) => list.findIndex((other) => isEqual(other, item)),
  isEmpty: (list) => list.length === 0,
  iterator: (list) => list,
  remove: (list, [item]) => {
    if (typeof item === 'number') return list.splice(item, 1)[0]
    const index = list.findIndex((other) => isEqual(other, item))
    if (index >= 0) list.splice(index, 1)
    return index >= 0
  },
  removeAll: (list, [others]) => {
    const gone = itemsOf(others)
    const kept = list.filter((item) => !gone.some((other) => isEqual(other, item)))
    const changed = kept.length !== list.length
    list.splice(0, list.length, ...kept)
    return changed
  },
  set: (list, [index, item]) => {
    const former = list[whole(index)]
    list[whole(index)] = item
    return former
  },
  size: (list) => list.length,
  subList: (list, [from, to]) => list.slice(whole(from), whole(to)),
  toString: (list: unknown) => renderValue(list),
}

const onMap: Readonly<Record<string, Method<Fields>>> = {
  clear: (map) => {
    for (const key of Object.keys(map)) delete map[key]
    return ''
  },
  containsKey: (map, [key]) => Object.hasOwn(map, text(key)),
  containsValue: (map, [value]) => Object.values(map).some((other) => isEqual(other, value)),
  entrySet: (map) => Object.entries(map).map(([key, value]) => ({ key, value })),
  equals: (map, [other]) => isEqual(map, other),
  get: (map, [key]) => readField(map, text(key)),
  getKey: (map) => readField(map, 'key'),
  getOrDefault: (map, [key, fallback]) => readField(map, text(key)) ?? fallback,
  getValue: (map) => readField(map, 'value'),
  hasNext: (map) => readField(map, 'hasNext'),
  isEmpty: (map) => Object.keys(map).length === 0,
  keySet: (map) => Object.keys(map),
  put: (map, [key, value]) => {
    const former = readField(map, text(key))
    writeField(map, text(key), value ?? null)
    return former
  },
  putAll: (map, [others]) => {
    for (const [key, value] of Object.entries(isFields(others) ? others : {})) {
      writeField(map, key, value)
    }
    return ''
  },
  putIfAbsent: (map, [key, value]) => {
    const former = readField(map, text(key))
    if (former === undefined || former === null) writeField(map, text(key), value ?? null)
    return former
  },
  remove: (map, [key]) => {
    const former = readField(map, text(key))
    delete map[text(key)]
    return former
  },
  size: (map) => Object.keys(map).length,
  toString: (map: unknown) => renderValue(map),
  values: (map) => Object.values(map),
}

const onScalar: Readonly<Record<string, Method<unknown>>> = {
  doubleValue: (value) => Number(value),
  equals: (value, [other]) => isEqual(value, other),
  intValue: (value) => whole(value),
  longValue: (value) => whole(value),
  toString: (value: unknown) => renderValue(value),
}

const known = new Set(
  [onString, onList, onMap, onScalar].flatMap((methods) => Object.keys(methods)),
)

function methodOf(value: unknown, name: string): Method<never> | undefined {
  const table =
    typeof value === 'string'
      ? onString
      : Array.isArray(value)
        ? onList
        : isFields(value)
          ? onMap
          : onScalar
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/**
 * Calls a Java method on a plain value. A method that another type has gives nothing, as Velocity
 * does; one that we do not know at all is an error.
 * @throws FieldError of type `MappingTemplate`
 */
export function callMethod(value: unknown, name: string, args: readonly unknown[]): unknown {
  const method = methodOf(value, name)
  if (method) return method(value as never, args)
  if (known.has(name)) return undefined
  throw templateError(`The sandbox does not support the method '${name}' in mapping templates`)
}
