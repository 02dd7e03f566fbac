import * as z from 'zod'
import { rectSchema } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { maxFramePx, noFrame } from './frame.ts'
import { type DocumentLayer, layersSchema } from './layer.ts'
import { migrated } from './migrate.ts'

/**
 * The document of the editor: plain data, without pixels. Pure: knows no store, canvas or clock.
 * All lengths and points are in pixels of the base picture, the root of all that lies over it.
 */

/** Points are kept to a quarter of a pixel: finer than the mask's anti-aliasing can show. */
const stepsPerPx = 4

/** A stored stroke may be no longer than this; a longer list was not made by us. */
export const maxStrokePoints = 16_384
/** The most strokes in one document: a working day and a half at twenty a minute. */
export const maxStrokes = 20_000

const lengthPxSchema = z.number().int().min(1).max(65_535)

const basePictureSchema = z.object({
  pictureId: z.string().min(1).max(200),
  /** S3 key, `originals/…` or `results/…`; never a URL. */
  key: z.string().min(1).max(400),
  widthPx: lengthPxSchema,
  heightPx: lengthPxSchema,
  title: z.string().max(400).optional(),
})
/** The root: the picture that is edited. It never changes; edits lie over it. */
export type BasePicture = Readonly<z.infer<typeof basePictureSchema>>

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

const promptDraftSchema = z.object({
  prompt: z.string().max(10_000).catch(''),
  negativePrompt: z.string().max(10_000).catch(''),
  /** What to look for in the picture. */
  search: z.string().max(2_000).catch(''),
})
/** What was typed and not yet sent. It does not take part in undo. */
export type PromptDraft = Readonly<z.infer<typeof promptDraftSchema>>

const frameSidePx = z.number().int().min(0).max(maxFramePx)
const frameSchema = z.object({
  leftPx: frameSidePx,
  rightPx: frameSidePx,
  upPx: frameSidePx,
  downPx: frameSidePx,
})

const noWords: PromptDraft = { prompt: '', negativePrompt: '', search: '' }

/** What one editing session is about. `strokes` applied in order to an empty mask give the mask. */
export type EditorDocument = {
  readonly version: 2
  readonly id: string
  readonly base: BasePicture | null
  /** What is seen of the plane; `null` is the base picture itself. */
  readonly canvas: Rect | null
  /** The edits over the base picture, the lowest first. */
  readonly layers: readonly DocumentLayer[]
  readonly strokes: readonly Stroke[]
  /** By how much the canvas is to be extended. */
  readonly frame: Frame
  readonly promptDraft: PromptDraft
}

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

/**
 * Reads a stored document of any version: damaged parts are repaired (left out or emptied), never
 * refused.
 */
export const editorDocumentSchema = z.preprocess(
  migrated,
  z.object({
    version: z.literal(2).catch(2),
    id: z.string().min(1).max(200),
    base: basePictureSchema.nullable().catch(null),
    canvas: rectSchema.nullable().catch(null),
    layers: layersSchema,
    strokes: strokesSchema,
    frame: frameSchema.catch(noFrame),
    promptDraft: promptDraftSchema.catch(noWords),
  }),
)

/** An empty document under this id. */
export function emptyDocument(id: string): EditorDocument {
  return {
    version: 2,
    id,
    base: null,
    canvas: null,
    layers: [],
    strokes: [],
    frame: noFrame,
    promptDraft: noWords,
  }
}

/** What is seen of the plane, in pixels of the base picture; `undefined` while none is open. */
export function canvasRect({
  base,
  canvas,
}: Pick<EditorDocument, 'base' | 'canvas'>): Rect | undefined {
  if (!base) return undefined
  return canvasOf(canvas ?? undefined, { width: base.widthPx, height: base.heightPx })
}

/** Rounds a length or coordinate in image pixels to the precision that documents keep. */
export function quantise(valuePx: number): number {
  return Math.round(valuePx * stepsPerPx) / stepsPerPx
}

/**
 * Whether some of the picture is masked, told from the strokes alone in one pass. A mask that the
 * eraser took away entirely still counts: only its pixels could tell.
 */
export function hasMask(document: EditorDocument): boolean {
  let state: 'EMPTY' | 'SOME' | 'FULL' = 'EMPTY'
  for (const stroke of document.strokes) {
    if (stroke.kind === 'CLEAR') state = 'EMPTY'
    else if (stroke.kind === 'PAINT') state = state === 'FULL' ? 'FULL' : 'SOME'
    else if (stroke.kind === 'ERASE') state = state === 'EMPTY' ? 'EMPTY' : 'SOME'
    else if (state !== 'SOME') state = state === 'EMPTY' ? 'FULL' : 'EMPTY'
  }
  return state !== 'EMPTY'
}
