/**
 * Joins what two devices made of one document. Pure, and the same whichever side it is done on. A change of
 * one side is taken; changes of both to different things are both taken. A layer that both changed
 * differently is there twice, the second hidden. Of anything else that both changed differently one is
 * taken, and the result says which side's was left out.
 */
import { derivedId } from './derived-id.ts'
import { mergeLists } from './merge-lists.ts'
import { mergeOrder } from './merge-order.ts'
import { canonical, isSame } from './same.ts'

type Fields = Readonly<Record<string, unknown>>

/** A document of any version: what merging knows of it. */
export type Mergeable = { readonly id: string; readonly layers: readonly object[] }

export type Merged<D> = {
  readonly document: D
  /** Keys of the layers that both changed differently. */
  readonly twice: readonly string[]
  /** Whose changes are not in it, if anything was left out. */
  readonly leftOut: { readonly one: boolean; readonly other: boolean }
}

/** Lists to which both sides add. */
const lists = new Set(['strokes', 'jobs', 'discarded'])
/** Records of which each field is somebody's own. */
const records = new Set(['words', 'settings', 'promptDraft'])
/** Not worth a second layer or a note: how a layer is seen, and what is selected. */
const minor = new Set(['name', 'isVisible', 'opacity', 'isChanged', 'selected'])

/**
 * @param base what both began with
 * @returns the document of both; equal, whichever of them is `one`
 */
export function merge<D extends Mergeable>(base: D, one: D, other: D): Merged<D> {
  if (isSame(one, other) || isSame(other, base)) return unmerged(one)
  if (isSame(one, base)) return unmerged(other)
  const leftOut = { one: false, other: false }
  const fields = mergeFields(
    { base, one, other },
    {
      skip: 'layers',
      onConflict(_name, values) {
        const taken = pick(values.one, values.other)
        if (taken !== values.one) leftOut.one = true
        if (taken !== values.other) leftOut.other = true
        return taken
      },
    },
  )
  const { layers, twice } = mergeLayers(base, one, other)
  // Each field is one of these documents' own, which no type can follow.
  return { document: { ...fields, layers } as unknown as D, twice, leftOut }
}

/** Names a layer in its document; layers of before had no ids. */
export function keyOf(layer: object): string {
  const { id, generationId, index } = layer as Fields
  return typeof id === 'string' ? id : `${String(generationId)}:${String(index)}`
}

function unmerged<D>(document: D): Merged<D> {
  return { document, twice: [], leftOut: { one: false, other: false } }
}

type Sides<T> = { readonly base: T; readonly one: T; readonly other: T }

/** The fields of both. @param of `onConflict` says what to take of what both changed differently */
function mergeFields(
  { base, one, other }: Sides<object | undefined>,
  of: {
    readonly skip?: string
    readonly onConflict: (name: string, values: Sides<unknown>) => unknown
  },
): Fields {
  const [from, left, right] = [base ?? {}, one ?? {}, other ?? {}] as [Fields, Fields, Fields]
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  const merged = names
    .filter((name) => name !== of.skip)
    .map((name) => {
      const values = { base: from[name], one: left[name], other: right[name] }
      return [name, mergeField(name, values, of.onConflict)] as const
    })
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
}

function mergeField(
  name: string,
  values: Sides<unknown>,
  onConflict: (name: string, values: Sides<unknown>) => unknown,
): unknown {
  const { base, one, other } = values
  if (isSame(one, other) || isSame(other, base)) return one
  if (isSame(one, base)) return other
  if (minor.has(name)) return pick(one, other)
  if (lists.has(name)) return mergeLists(listOf(base), listOf(one), listOf(other))
  if (records.has(name) && isRecord(one) && isRecord(other)) {
    return mergeRecords({ base: isRecord(base) ? base : {}, one, other }, onConflict)
  }
  return onConflict(name, values)
}

/** Words by what they are for, and settings: each of their fields by itself, at every depth. */
function mergeRecords(
  { base, one, other }: Sides<Fields>,
  onConflict: (name: string, values: Sides<unknown>) => unknown,
): Fields {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  const merged = names.map((name) => {
    const values = { base: base[name], one: one[name], other: other[name] }
    if (isSame(values.one, values.other) || isSame(values.other, values.base))
      return [name, values.one]
    if (isSame(values.one, values.base)) return [name, values.other]
    if (isRecord(values.one) && isRecord(values.other)) {
      const inner = isRecord(values.base) ? values.base : {}
      return [name, mergeRecords({ base: inner, one: values.one, other: values.other }, onConflict)]
    }
    return [name, onConflict(name, values)]
  })
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
}

function mergeLayers(
  base: Mergeable,
  one: Mergeable,
  other: Mergeable,
): { layers: readonly object[]; twice: readonly string[] } {
  const [from, left, right] = [base, one, other].map(({ layers }) => byKey(layers)) as [
    ReadonlyMap<string, object>,
    ReadonlyMap<string, object>,
    ReadonlyMap<string, object>,
  ]
  const merged = new Map<string, readonly object[]>()
  const twice: string[] = []
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const layers = mergeLayer(from.get(key), left.get(key), right.get(key))
    if (layers.length > 1) twice.push(key)
    if (layers.length > 0) merged.set(key, layers)
  }
  const order = mergeOrder([...from.keys()], [...left.keys()], [...right.keys()])
  return { layers: order.flatMap((key) => merged.get(key) ?? []), twice: twice.toSorted() }
}

/** @returns no layer where it is removed, two where both sides changed it differently */
function mergeLayer(
  base: object | undefined,
  one: object | undefined,
  other: object | undefined,
): readonly object[] {
  if (!one || !other) {
    const left = one ?? other
    // Somebody works on what somebody else removed: it stays.
    return left && !(base && isSame(left, base)) ? [left] : []
  }
  if (isSame(one, other)) return [one]
  const conflicts: string[] = []
  const sideOf = (side: 'one' | 'other') =>
    mergeFields(
      { base, one, other },
      {
        onConflict(name, values) {
          conflicts.push(name)
          return values[side]
        },
      },
    )
  const first = sideOf('one')
  if (conflicts.length === 0) return [first]
  const second = sideOf('other')
  const [kept, copied] = canonical(first) < canonical(second) ? [first, second] : [second, first]
  const id = derivedId(canonical(copied))
  return [kept, { ...copied, id, ...('isVisible' in copied && { isVisible: false }) }]
}

/** The same of both, whichever comes first. */
function pick<T>(one: T, other: T): T {
  return canonical(one) < canonical(other) ? one : other
}

function byKey(layers: readonly object[]): ReadonlyMap<string, object> {
  return new Map(layers.map((layer) => [keyOf(layer), layer]))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
