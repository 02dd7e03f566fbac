/** A function of `$util` and its like; a namespace is a `Map`, which no template value ever is. */
export type Builtin = (...args: unknown[]) => unknown
export type Namespace = ReadonlyMap<string, unknown>

export type Fields = Record<string, unknown>

/** @returns whether a template would call the value a map */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
  )
}

/** Reads an own member, so that data never reaches a prototype. */
export function readField(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** Writes an own member, `__proto__` included. */
export function writeField(fields: Fields, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  } else {
    fields[name] = value
  }
}

/** Velocity's truth: only null and false are false. */
export function isTruthy(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false
}

/** @returns a value as Java prints it: `[a, b]` and `{key=value}` */
export function renderValue(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map(renderValue).join(', ')}]`
  if (isFields(value)) {
    const pairs = Object.entries(value).map(([key, member]) => `${key}=${renderValue(member)}`)
    return `{${pairs.join(', ')}}`
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** @returns a value as text for `$util.str` and the like: nothing is the empty string */
export function printed(value: unknown): string {
  return value === null || value === undefined ? '' : renderValue(value)
}

/** Velocity's `==`: by value, and by printed text when the two types differ. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (isNone(left) || isNone(right)) return isNone(left) && isNone(right)
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]))
  }
  if (isFields(left) && isFields(right)) return isEqualMap(left, right)
  if (typeof left === typeof right && typeof left !== 'object') return left === right
  return renderValue(left) === renderValue(right)
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function isEqualMap(left: Fields, right: Fields): boolean {
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
  )
}
