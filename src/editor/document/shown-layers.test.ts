import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuid } from '../../../tests/builders/generation.ts'
import { aKeptLayer, aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { emptyDocument } from './document.ts'
import { isSameResult } from './layer.ts'
import { type JobPatches, patchesOf, shownCanvas, shownLayers } from './shown-layers.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 100, heightPx: 50 }

test('a layer without a result shows nothing; with one, it does, whether kept or not', () => {
  const layers = [aLayer(1), aLayer(2, { opacity: 0.5 }), aKeptLayer(3)]
  const shown = shownLayers({ layers }, { [uuid(2)]: [aPatchOf(2, 0), aPatchOf(2, 1)] })
  expect(shown).toEqual([
    { ...aPatchOf(2, 0), layerId: uuid(2), opacity: 0.5 },
    { ...aPatchOf(3), layerId: uuid(3), opacity: 1 },
  ])
})

test('what is kept is shown, what is looked at comes before that, what is hidden not at all', () => {
  const made = { [uuid(1)]: [aPatchOf(1, 0), aPatchOf(1, 1), aPatchOf(1, 2)] }
  const layer = aKeptLayer(1, { kept: aPatchOf(1, 1) })
  const look = { layerId: layer.id, result: aPatchOf(1, 2) }
  const indexes = (...args: Parameters<typeof shownLayers>) =>
    shownLayers(...args).map(({ index }) => index)
  expect(indexes({ layers: [layer] }, made)).toEqual([1])
  expect(indexes({ layers: [layer] }, made, { look })).toEqual([2])
  expect(indexes({ layers: [{ ...layer, isVisible: false }] }, made, { look })).toEqual([])
})

test('a discarded result is no choice, and the next one is shown', () => {
  const made = { [uuid(1)]: [aPatchOf(1, 0), aPatchOf(1, 1)] }
  const layer = aLayer(1, { discarded: [aPatchOf(1, 0)] })
  expect(patchesOf(layer, made)).toEqual([aPatchOf(1, 1)])
  expect(shownLayers({ layers: [layer] }, made).map(({ index }) => index)).toEqual([1])
})

test('what is still being extended is not there to be worked on', () => {
  const extent = { x: -20, y: 0, width: 120, height: 50 }
  const document = { ...emptyDocument('d'), base, layers: [aLayer(1, { extent })] }
  expect(shownCanvas(document, {})).toEqual({ x: 0, y: 0, width: 100, height: 50 })
  expect(shownCanvas(document, { [uuid(1)]: [aPatchOf(1)] })).toEqual(extent)
})

/** Three layers of two jobs each, every job with up to two results. */
const layers = [1, 2, 3].map((n) => ({
  ...aLayer(n),
  jobs: [aPatchOf(n).generationId, aPatchOf(n + 10).generationId],
}))
const arrivals = [1, 2, 3, 11, 12, 13].map((job) => [aPatchOf(job, 0), aPatchOf(job, 1)])

test('results that arrive in any order end in the same picture', () => {
  const told = (order: readonly (typeof arrivals)[number][]) =>
    order.reduce<JobPatches>(
      (made, patches) => ({ ...made, [patches[0]?.generationId ?? '']: patches }),
      {},
    )
  const expected = shownLayers({ layers }, told(arrivals))
  expect(expected).toHaveLength(3)
  fc.assert(
    fc.property(
      fc.shuffledSubarray(arrivals, { minLength: arrivals.length }),
      fc.nat(arrivals.length),
      (order, seen) => {
        // Whatever was there on the way: a layer shows the first of its jobs that has come.
        for (const shown of shownLayers({ layers }, told(order.slice(0, seen)))) {
          const layer = layers.find(({ id }) => id === shown.layerId)
          const first = layer && patchesOf(layer, told(order.slice(0, seen)))[0]
          expect(first && isSameResult(first, shown)).toBe(true)
        }
        expect(shownLayers({ layers }, told(order))).toEqual(expected)
      },
    ),
  )
})
