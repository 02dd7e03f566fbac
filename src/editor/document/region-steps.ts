import * as z from 'zod'
import { rectSchema } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'

/** Changes of the mask that are no lines: shapes, selections as pixels, and changes of the whole. Pure. */

/** An outline has no more corners than a line has points. */
export const maxCorners = 16_384
/** The longest list of runs, in characters: what a selection of 24 megapixels needs, ten times over. */
export const maxRunsLength = 1_500_000
/** How far the mask may be grown, softened and so on at once, in pixels of the picture. */
export const maxAmountPx = 500

/** What a region does to the mask below it. */
export const modes = ['ADD', 'SUBTRACT', 'INTERSECT'] as const
export type Mode = (typeof modes)[number]

const coordinate = z.number().min(-131_072).max(131_072)

const shapeSchema = z.object({
  kind: z.enum(['RECTANGLE', 'ELLIPSE', 'POLYGON']),
  mode: z.enum(modes),
  outline: z
    .array(coordinate)
    .min(4)
    .max(2 * maxCorners)
    .refine(({ length }) => length % 2 === 0),
})

/**
 * A region with a smooth border. `outline` is flat (x0, y0, x1, y1, …): two opposite corners of a
 * rectangle or of the rectangle around an ellipse, or all corners of a polygon.
 */
export type ShapeStep = {
  readonly kind: 'RECTANGLE' | 'ELLIPSE' | 'POLYGON'
  readonly mode: Mode
  readonly outline: readonly number[]
}

const clickSchema = z.object({ x: coordinate, y: coordinate, isInside: z.boolean() })

/** Where somebody said what belongs to an object, and what does not. */
export type Click = Readonly<z.infer<typeof clickSchema>>

const rasterSchema = z.object({
  kind: z.literal('RASTER'),
  mode: z.enum(modes),
  rect: rectSchema,
  runs: z.string().max(maxRunsLength),
  clicks: z.array(clickSchema).max(100).optional(),
  box: rectSchema.optional(),
})

/** A region as pixels: what was selected in the picture, or came from a file. */
export type RasterStep = {
  readonly kind: 'RASTER'
  readonly mode: Mode
  /** Where its pixels lie; there is nothing beyond. */
  readonly rect: Rect
  /** One byte a pixel as runs, as `src/editor/mask/pack-region.ts` writes them. */
  readonly runs: string
  /** How the object was pointed at, so that it can be pointed at further. */
  readonly clicks?: readonly Click[] | undefined
  readonly box?: Rect | undefined
}

const amountSchema = z.object({
  kind: z.enum(['GROW', 'SHRINK', 'FEATHER', 'SMOOTH']),
  px: z.number().int().min(1).max(maxAmountPx),
})

/** A change of the whole mask by so many pixels. */
export type AmountStep = {
  readonly kind: 'GROW' | 'SHRINK' | 'FEATHER' | 'SMOOTH'
  readonly px: number
}

const wholeSchema = z.object({ kind: z.enum(['CLEAR', 'ALL', 'INVERT', 'FILL_HOLES']) })

/** A change of the whole mask. */
export type WholeStep = { readonly kind: 'CLEAR' | 'ALL' | 'INVERT' | 'FILL_HOLES' }

export type RegionStep = ShapeStep | RasterStep | AmountStep | WholeStep

export const regionStepSchema = z.union([shapeSchema, rasterSchema, amountSchema, wholeSchema])

/** How much of the picture a list of steps may mask, as far as their kinds tell. */
export type Fullness = 'EMPTY' | 'SOME' | 'FULL'

/** How much is masked after one more step. */
export function fullnessAfter(before: Fullness, step: RegionStep): Fullness {
  if ('mode' in step) return fullnessWith(before, step.mode)
  // Nothing lies beyond the picture that a full mask could shrink from.
  if ('px' in step || step.kind === 'FILL_HOLES') return before
  if (step.kind === 'INVERT' && before === 'SOME') return before
  const isEmpty = step.kind === 'CLEAR' || (step.kind === 'INVERT' && before === 'FULL')
  return isEmpty ? 'EMPTY' : 'FULL'
}

/** How much is masked after one more region or line. */
export function fullnessWith(before: Fullness, mode: Mode): Fullness {
  if (mode === 'ADD') return before === 'FULL' ? 'FULL' : 'SOME'
  return before === 'EMPTY' ? 'EMPTY' : 'SOME'
}
