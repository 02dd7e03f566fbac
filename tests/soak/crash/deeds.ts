import { createTrail, type Trail } from './trail.ts'

/** Where a stroke is: nowhere, in the region that is drafted, or in a layer. */
export type Whereabouts = 'NOWHERE' | 'DRAFT' | 'LAYER'

/** A stroke, named by where it begins: pixels of the picture, each place used once a document. */
export type Line = {
  readonly x: number
  readonly y: number
  readonly where: Trail<Whereabouts>
  /** The pointer's way so far, of a stroke that is not let go. */
  readonly path: { readonly x: number; readonly atMs: number }[]
}

/** What a hand did to one document. */
export type Deeds = {
  /** Known once the document has an address. */
  id: string | undefined
  readonly pictureName: string
  readonly lines: Line[]
  /** What was asked for at once stays together. */
  readonly askings: (readonly Line[])[]
  readonly words: Trail<string>
  /** How many layers show a result that was chosen for good. */
  readonly kept: Trail<number>
}

export function newDeeds(pictureName: string): Deeds {
  return {
    id: undefined,
    pictureName,
    lines: [],
    askings: [],
    words: createTrail(''),
    kept: createTrail(0),
  }
}

const grid = { columns: 10, rows: 7, fromPx: 26, columnPx: 44, rowPx: 48 }
export const maxLines = grid.columns * grid.rows

/** A stroke that nothing is known of yet, at the next free place of a picture of 480 × 360. */
export function nextLine({ lines }: Deeds): Line {
  const place = lines.length
  const x = grid.fromPx + grid.columnPx * (place % grid.columns)
  const y = grid.fromPx + grid.rowPx * Math.floor(place / grid.columns)
  return { x, y, where: createTrail<Whereabouts>('NOWHERE'), path: [] }
}
