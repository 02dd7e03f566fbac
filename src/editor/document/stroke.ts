import * as z from 'zod'
import { type Box, boxAround } from './box.ts'
import {
  type Fullness,
  fullnessAfter,
  fullnessWith,
  type RegionStep,
  regionStepSchema,
} from './region-steps.ts'

/** Strokes, from which masks are made. Pure; all lengths and points are in pixels of the base picture. */

/** Points are kept to a quarter of a pixel: finer than the mask's anti-aliasing can show. */
const stepsPerPx = 4

/** A stored stroke may be no longer than this; a longer list was not made by us. */
export const maxStrokePoints = 16_384
/** The most strokes in one region: a working day and a half at twenty a minute. */
export const maxStrokes = 20_000

/** A line as documents keep it. */
export const drawnStrokeSchema = z.object({
  kind: z.enum(['PAINT', 'ERASE']),
  radiusPx: z.number().min(0.25).max(8192),
  points: z
    .array(z.number().min(-131_072).max(131_072))
    .min(2)
    .max(2 * maxStrokePoints)
    .refine((points) => points.length % 2 === 0),
  hardness: z.number().min(0).max(1).optional(),
  strength: z.number().min(0.01).max(1).optional(),
})
/** A line drawn with a round brush: `points` is flat (x0, y0, x1, y1, …). */
export type DrawnStroke = {
  readonly kind: 'PAINT' | 'ERASE'
  readonly radiusPx: number
  readonly points: readonly number[]
  /** How much of the radius is as strong as the middle, 0 to 1; left out, all of it. */
  readonly hardness?: number | undefined
  /** How much of a pixel the middle changes, 0 to 1; left out, all of it. */
  readonly strength?: number | undefined
}

/** Whether a line leaves pixels partial beyond the very border. */
export function isSoft({ hardness = 1, strength = 1 }: DrawnStroke): boolean {
  return hardness < 1 || strength < 1
}

const strokeSchema = z.union([drawnStrokeSchema, regionStepSchema])
/** One change of the mask. */
export type Stroke = DrawnStroke | RegionStep

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
  let fullness: Fullness = 'EMPTY'
  for (const stroke of strokes) {
    const mode = stroke.kind === 'PAINT' ? 'ADD' : 'SUBTRACT'
    fullness = 'points' in stroke ? fullnessWith(fullness, mode) : fullnessAfter(fullness, stroke)
  }
  return fullness !== 'EMPTY'
}

/** Strokes with one more; the same list where it is full and nothing of it may go. */
export function withStroke(strokes: readonly Stroke[], stroke: Stroke): readonly Stroke[] {
  if (strokes.length < maxStrokes) return [...strokes, stroke]
  // Full: what lies before the last new start shows nowhere and may go; without one, the mask stays.
  const cleared = lastStart(strokes)
  return cleared <= 0 ? strokes : [...strokes.slice(cleared), stroke]
}

/** Where the mask began anew for the last time, whatever it was before; −1 for never. */
export function lastStart(strokes: readonly Stroke[]): number {
  return strokes.findLastIndex(({ kind }) => kind === 'CLEAR' || kind === 'ALL')
}

/** How many strokes two lists have in common at their beginnings. Strokes are told apart by `===`. */
export function commonLength(one: readonly Stroke[], other: readonly Stroke[]): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

/** What a stroke takes in memory, in bytes, roughly. */
export function bytesOf(stroke: Stroke): number {
  if ('points' in stroke) return 8 * stroke.points.length
  if ('outline' in stroke) return 8 * stroke.outline.length
  return 'runs' in stroke ? stroke.runs.length : 0
}

/**
 * The rectangle around all that a stroke paints, in pixels of the base picture.
 * @returns `undefined` for a change of the whole mask
 */
export function reachOf(stroke: Stroke): Box | undefined {
  if ('points' in stroke) return boxAround(stroke.points, stroke.radiusPx)
  if ('outline' in stroke) return boxAround(stroke.outline)
  if (!('rect' in stroke)) return undefined
  const { x, y, width, height } = stroke.rect
  return { left: x, top: y, right: x + width, bottom: y + height }
}
