import { randomInt } from 'node:crypto'
import {
  type Fields,
  isEqual,
  isFields,
  printed,
  readField,
  renderValue,
  writeField,
} from '../vtl/values.ts'

type Members = Readonly<Record<string, (...args: unknown[]) => unknown>>

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const has = (list: unknown, item: unknown): boolean =>
  asList(list).some((other) => isEqual(other, item))

/** `$util.list` */
export const listMembers: Members = {
  copyAndRetainAll: (list, kept) => asList(list).filter((item) => has(kept, item)),
  copyAndRemoveAll: (list, gone) => asList(list).filter((item) => !has(gone, item)),
  sortList: (list, descending, property) => sortList(asList(list), descending === true, property),
}

function sortList(list: readonly unknown[], descending: boolean, property: unknown): unknown[] {
  const keyOf = (item: unknown): unknown =>
    typeof property === 'string' && isFields(item) ? readField(item, property) : item
  const compare = (left: unknown, right: unknown): number => {
    if (typeof left === 'number' && typeof right === 'number') return left - right
    const [first, second] = [renderValue(left), renderValue(right)]
    return first < second ? -1 : first > second ? 1 : 0
  }
  const sign = descending ? -1 : 1
  return [...list].sort((left, right) => sign * compare(keyOf(left), keyOf(right)))
}

/** `$util.map` */
export const mapMembers: Members = {
  copyAndRetainAllKeys: (map, keys) => pick(map, (key) => has(keys, key)),
  copyAndRemoveAllKeys: (map, keys) => pick(map, (key) => !has(keys, key)),
}

function pick(map: unknown, keep: (key: string) => boolean): Fields {
  const copy: Fields = {}
  for (const [key, value] of Object.entries(isFields(map) ? map : {})) {
    if (keep(key)) writeField(copy, key, value)
  }
  return copy
}

/** `$util.str` */
export const textMembers: Members = {
  toUpper: (value) => printed(value).toUpperCase(),
  toLower: (value) => printed(value).toLowerCase(),
  toReplace: (value, from, to) => printed(value).replaceAll(String(from), () => String(to)),
  normalize: (value, form) => printed(value).normalize(String(form).toUpperCase()),
}

/** `$util.math` */
export const mathMembers: Members = {
  roundNum: (value) => Math.round(Number(value)),
  minVal: (left, right) => Math.min(Number(left), Number(right)),
  maxVal: (left, right) => Math.max(Number(left), Number(right)),
  randomDouble: () => Math.random(),
  randomWithinRange: (from, to) => randomInt(Number(from), Math.max(Number(from) + 1, Number(to))),
}
