import * as z from 'zod'

/** Strokes, from which masks are made. Pure; all lengths and points are in pixels of the base picture. */

/** Points are kept to a quarter of a pixel: finer than the mask's anti-aliasing can show. */
const stepsPerPx = 4

/** A stored stroke may be no longer than this; a longer list was not made by us. */
export const maxStrokePoints = 16_384
/** The most strokes in one region: a working day and a half at twenty a minute. */
export const maxStrokes = 20_000

const drawnStrokeSchema = z.object({
  kind: z.enum(['PAINT', 'ERASE']),
  radiusPx: z.number().min(0.25).max(8192),
  points: z
    .array(z.number().min(-131_072).max(131_072))
    .min(2)
    .max(2 * maxStrokePoints)
    .refine((points) => points.length % 2 === 0),
})
/** A line drawn with a round brush: `points` is flat (x0, y0, x1, y1, …). */
export type DrawnStroke = {
  readonly kind: 'PAINT' | 'ERASE'
  readonly radiusPx: number
  readonly points: readonly number[]
}

const strokeSchema = z.union([drawnStrokeSchema, z.object({ kind: z.enum(['CLEAR', 'INVERT']) })])
/** One change of the mask; `CLEAR` and `INVERT` are about the whole of it. */
export type Stroke = DrawnStroke | { readonly kind: 'CLEAR' | 'INVERT' }

/** Reads a list of strokes leniently: what is not a stroke is left out. */
export const strokesSchema = z
  .array(z.unknown())
  .catch([])
  .transform((items): readonly Stroke[] =>
    items.slice(0, maxStrokes).flatMap((item) => {
      const stroke = strokeSchema.safeParse(item)
      return stroke.success ? [stroke.data] : []
    }),
  )

/** Rounds a length or coordinate in image pixels to the precision that documents keep. */
export function quantise(valuePx: number): number {
  return Math.round(valuePx * stepsPerPx) / stepsPerPx
}

/**
 * Whether strokes leave something masked, told from their kinds alone in one pass. A mask that the
 * eraser took away entirely still counts: only its pixels could tell.
 */
export function hasMask(strokes: readonly Stroke[]): boolean {
  let state: 'EMPTY' | 'SOME' | 'FULL' = 'EMPTY'
  for (const stroke of strokes) {
    if (stroke.kind === 'CLEAR') state = 'EMPTY'
    else if (stroke.kind === 'PAINT') state = state === 'FULL' ? 'FULL' : 'SOME'
    else if (stroke.kind === 'ERASE') state = state === 'EMPTY' ? 'EMPTY' : 'SOME'
    else if (state !== 'SOME') state = state === 'EMPTY' ? 'FULL' : 'EMPTY'
  }
  return state !== 'EMPTY'
}

/** Strokes with one more; the same list where it is full and nothing of it may go. */
export function withStroke(strokes: readonly Stroke[], stroke: Stroke): readonly Stroke[] {
  if (strokes.length < maxStrokes) return [...strokes, stroke]
  // Full: what lies before the last CLEAR shows nowhere and may go; without one, the mask stays.
  const cleared = strokes.findLastIndex(({ kind }) => kind === 'CLEAR')
  return cleared <= 0 ? strokes : [...strokes.slice(cleared), stroke]
}

/** How many strokes two lists have in common at their beginnings. Strokes are told apart by `===`. */
export function commonLength(one: readonly Stroke[], other: readonly Stroke[]): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}
