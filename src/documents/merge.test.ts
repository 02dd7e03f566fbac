import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aBase, doings, done } from '../../tests/builders/commands.ts'
import { emptyDocument } from '../editor/document/document.ts'
import { keyOf, merge } from './merge.ts'
import { isSame } from './same.ts'

type Layer = {
  readonly id: string
  readonly name: string
  readonly isVisible: boolean
  readonly kept: { readonly generationId: string; readonly index: number } | null
  readonly jobs: readonly string[]
  readonly strokes: readonly number[]
}
type Document = {
  readonly id: string
  readonly frame: number
  readonly strokes: readonly number[]
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly layers: readonly Layer[]
}

function layer(id: string, more: Partial<Layer> = {}): Layer {
  return { id, name: '', isVisible: true, kept: null, jobs: [], strokes: [], ...more }
}

const empty: Document = { id: 'd', frame: 0, strokes: [], words: {}, layers: [] }
const ids = ({ layers }: Document) => layers.map(keyOf)

/** One thing that somebody does; numbers choose what and where. */
type Change = (document: Document) => Document
type Numbers = { readonly where: number; readonly what: number; readonly own: number }

/** What is done to the layer at a place, if there is one. */
const toLayer =
  (next: (here: Layer, numbers: Numbers) => Layer) =>
  (numbers: Numbers): Change =>
  (document) => {
    const { layers } = document
    const at = layers.length === 0 ? 0 : numbers.where % layers.length
    const here = layers[at]
    return here ? { ...document, layers: layers.with(at, next(here, numbers)) } : document
  }

/** What is done to the list of layers at a place. */
const toLayers =
  (next: (layers: readonly Layer[], at: number, own: number) => readonly Layer[]) =>
  ({ where, own }: Numbers): Change =>
  (document) => {
    const at = where % Math.max(1, document.layers.length)
    return { ...document, layers: next(document.layers, at, own) }
  }

const kinds: readonly ((numbers: Numbers) => Change)[] = [
  // No layer is made under the id of another one.
  toLayers((layers, at, own) =>
    layers.some(({ id }) => id === `n${own}`) ? layers : layers.toSpliced(at, 0, layer(`n${own}`)),
  ),
  toLayers((layers, at) => layers.toSpliced(at, 1)),
  toLayers((layers, at) => [...layers.toSpliced(at, 1), ...layers.slice(at, at + 1)]),
  toLayer((here, { what }) => ({ ...here, kept: { generationId: 'g', index: what } })),
  toLayer((here, { own }) => ({ ...here, jobs: [...here.jobs, `j${own}`] })),
  toLayer((here, { own }) => ({ ...here, strokes: [...here.strokes, own] })),
  toLayer((here) => ({ ...here, isVisible: !here.isVisible })),
  ({ own }) =>
    (document) => ({ ...document, strokes: [...document.strokes, own] }),
  () => (document) => ({ ...document, strokes: document.strokes.slice(0, -1) }),
  ({ what }) =>
    (document) => ({ ...document, frame: what }),
  ({ where, what }) =>
    (document) => ({
      ...document,
      words: { ...document.words, [`w${where % 3}`]: { prompt: `${what}` } },
    }),
]
const numbers = fc.record({ where: fc.nat(20), what: fc.nat(5), own: fc.nat(1_000_000) })
const change = fc
  .tuple(fc.constantFrom(...kinds), numbers)
  .map(([kind, each]): Change => kind(each))
const changes = fc.array(change, { maxLength: 8 })
const applied = (document: Document, steps: readonly Change[]) =>
  steps.reduce((now, step) => step(now), document)
const begun = fc.array(change, { maxLength: 12 }).map((steps) => {
  const start = { ...empty, strokes: [1, 2], layers: ['a', 'b', 'c'].map((id) => layer(id)) }
  return applied(start, steps)
})

describe('laws', () => {
  test('both sides end equal', () => {
    fc.assert(
      fc.property(begun, changes, changes, (base, left, right) => {
        const [one, other] = [applied(base, left), applied(base, right)]
        const [here, there] = [merge(base, one, other), merge(base, other, one)]
        expect(here.document).toEqual(there.document)
        expect(here.twice).toEqual(there.twice)
        expect(here.leftOut).toEqual({ one: there.leftOut.other, other: there.leftOut.one })
      }),
      { numRuns: 1_000 },
    )
  })

  test('both sides end equal by the commands of the editor, whatever they were', () => {
    // Another picture is another document, which is never merged with this one.
    const some = fc.array(doings(['OPEN']), { maxLength: 8 })
    const start = { ...emptyDocument('d'), base: aBase(0) }
    fc.assert(
      fc.property(some, some, some, (before, left, right) => {
        const base = done(start, before)
        const [one, other] = [done(base, left), done(base, right)]
        const merged = merge(base, one, other)
        const turned = merge(base, other, one)
        expect(turned.document).toEqual(merged.document)
        // What is merged once is merged: nothing is there twice when it comes again.
        expect(merge(other, merged.document, other).document).toEqual(merged.document)
      }),
      { numRuns: 100 },
    )
  })

  test('who changed nothing has the other’s, and what is merged is in what comes of it', () => {
    fc.assert(
      fc.property(begun, changes, changes, (base, left, right) => {
        const [one, other] = [applied(base, left), applied(base, right)]
        expect(merge(base, one, base).document).toEqual(one)
        expect(merge(base, base, one).document).toEqual(one)
        expect(merge(base, one, one).document).toEqual(one)
        // A device that hears of the merged document while it has its own: nothing more happens.
        const { document } = merge(base, one, other)
        expect(merge(other, other, document).document).toEqual(document)
        expect(merge(one, document, one).document).toEqual(document)
      }),
      { numRuns: 500 },
    )
  })

  test('every layer, result, job and stroke that somebody added is there, and each id once', () => {
    fc.assert(
      fc.property(begun, changes, changes, (base, left, right) => {
        const [one, other] = [applied(base, left), applied(base, right)]
        const { document, twice } = merge(base, one, other)
        expect(new Set(ids(document)).size).toBe(document.layers.length)
        const before = new Map(base.layers.map((each) => [each.id, each]))
        for (const side of [one, other]) {
          for (const each of side.layers) {
            const from = before.get(each.id)
            if (isSame(each, from)) continue
            const found = document.layers.filter(
              ({ id, jobs }) =>
                id === each.id ||
                jobs.some((job) => each.jobs.includes(job)) ||
                twice.includes(each.id),
            )
            expect(found.length).toBeGreaterThan(0)
            const isKept = each.kept !== null && !isSame(each.kept, from?.kept)
            const isThere = found.some(({ kept }) => isSame(kept, each.kept))
            expect({ isKept, isThere }).toEqual({ isKept, isThere: isThere || isKept })
            const jobs = new Set(found.flatMap((here) => here.jobs))
            const strokes = new Set(found.flatMap((here) => here.strokes))
            expect(each.jobs.filter((job) => !jobs.has(job))).toEqual([])
            expect(each.strokes.filter((stroke) => !strokes.has(stroke))).toEqual([])
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('what nobody touched stays as and where it is', () => {
    fc.assert(
      fc.property(begun, fc.nat(9), (base, own) => {
        const one = { ...base, layers: [...base.layers, layer(`one${own}`)] }
        const other = { ...base, layers: [...base.layers, layer(`other${own}`)] }
        const { document } = merge(base, one, other)
        expect(document.layers.slice(0, base.layers.length)).toEqual(base.layers)
        expect(document.layers).toHaveLength(base.layers.length + 2)
      }),
    )
  })
})

const base: Document = {
  ...empty,
  strokes: [1, 2],
  layers: [layer('a'), layer('b'), layer('c')],
}
const kept = (index: number) => ({ generationId: 'g', index })
const withLayer = (at: number, more: Partial<Layer>): Document => ({
  ...base,
  layers: base.layers.with(at, { ...layer(['a', 'b', 'c'][at] ?? ''), ...more }),
})

test('a result kept on one device and a layer moved on another are both so', () => {
  const moved = { ...base, layers: [layer('c'), layer('a'), layer('b')] }
  const { document, twice } = merge(base, withLayer(0, { kept: kept(1) }), moved)
  expect(ids(document)).toEqual(['c', 'a', 'b'])
  expect(document.layers[1]?.kept).toEqual(kept(1))
  expect(twice).toEqual([])
})

test('two results kept for one region are two layers, of which one is seen', () => {
  const { document, twice, leftOut } = merge(
    base,
    withLayer(1, { kept: kept(1) }),
    withLayer(1, { kept: kept(2) }),
  )
  expect(twice).toEqual(['b'])
  expect(leftOut).toEqual({ one: false, other: false })
  expect(
    document.layers.map(({ id, isVisible }) => [
      id === document.layers[2]?.id ? 'copy' : id,
      isVisible,
    ]),
  ).toEqual([
    ['a', true],
    ['b', true],
    ['copy', false],
    ['c', true],
  ])
  expect(new Set(document.layers.slice(1, 3).map((each) => each.kept?.index))).toEqual(
    new Set([1, 2]),
  )
  expect(document.layers[2]?.id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
})

test('a layer that somebody removed and somebody else works on stays', () => {
  const removed = { ...base, layers: base.layers.slice(1) }
  expect(ids(merge(base, removed, base).document)).toEqual(['b', 'c'])
  expect(ids(merge(base, removed, withLayer(0, { strokes: [5] })).document)).toEqual([
    'a',
    'b',
    'c',
  ])
})

test('strokes that both added follow each other, and what was undone stays undone', () => {
  const added = (...strokes: number[]) => ({ ...base, strokes })
  expect(merge(base, added(1, 2, 3), added(1, 2, 4)).document.strokes).toEqual([1, 2, 3, 4])
  expect(merge(base, added(1), added(1, 2, 4)).document.strokes).toEqual([1, 4])
  expect(merge(base, added(1, 3), added(1, 4)).document.strokes).toEqual([1, 3, 4])
  expect(merge(base, added(1, 2, 3), added(1, 2, 3, 4)).document.strokes).toEqual([1, 2, 3, 4])
  // One undid the second, the other one the first, which somebody had undone before it heard of the second.
  expect(merge(base, added(1), added(2)).document.strokes).toEqual([])
  expect(merge(base, added(2, 3), added(4, 2)).document.strokes).toEqual([2, 3, 4])
})

test('of what both changed differently and no layer can hold, the result says whose was left out', () => {
  const { document, leftOut } = merge(base, { ...base, frame: 2 }, { ...base, frame: 1 })
  expect(document.frame).toBe(1)
  expect(leftOut).toEqual({ one: true, other: false })
})

test('words for different operations are both there', () => {
  const one = { ...base, words: { INPAINT: { prompt: 'sea' } } }
  const other = { ...base, words: { OUTPAINT: { prompt: 'sky' } } }
  expect(merge(base, one, other)).toMatchObject({
    document: { words: { INPAINT: { prompt: 'sea' }, OUTPAINT: { prompt: 'sky' } } },
    leftOut: { one: false, other: false },
  })
})
