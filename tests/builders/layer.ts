import { generationIdSchema } from '#domain/ids.ts'
import {
  type DocumentLayer,
  layerIdSchema,
  newLayer,
  type PlacedPatch,
} from '../../src/editor/document/layer.ts'
import { uuid } from './generation.ts'

/** The patch of a job's n-th image; jobs are told apart by a small number. */
export function aPatchOf(
  job: number,
  index = 0,
  overrides: Partial<PlacedPatch> = {},
): PlacedPatch {
  return {
    generationId: generationIdSchema.parse(uuid(job)),
    index,
    rect: { x: 10, y: 10, width: 30, height: 20 },
    patchKey: `results/u/${uuid(job)}/${index}-patch.png`,
    ...overrides,
  }
}

/** A layer with an id of a small number that was asked for as the job of the same number. */
export function aLayer(n: number, overrides: Partial<DocumentLayer> = {}): DocumentLayer {
  return newLayer(overrides.id ?? layerIdSchema.parse(uuid(n)), {
    name: 'a boat',
    operation: 'INPAINT',
    jobs: [generationIdSchema.parse(uuid(n))],
    ...overrides,
  })
}

/** The same, showing the first image of its job. */
export function aKeptLayer(n: number, overrides: Partial<DocumentLayer> = {}): DocumentLayer {
  return aLayer(n, { kept: aPatchOf(n), ...overrides })
}
