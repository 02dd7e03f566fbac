import * as z from 'zod'
import { rectSchema } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { maxFramePx, noFrame } from './frame.ts'
import {
  type DocumentLayer,
  extendedBy,
  type LayerId,
  layerIdSchema,
  layersSchema,
} from './layer.ts'
import { migrated } from './migrate.ts'
import { type Stroke, strokesSchema } from './stroke.ts'
import { noWords, type Words, type WordsByAim, wordsByAimSchema } from './words.ts'

/**
 * The document of the editor: plain data, without pixels. Pure: knows no store, canvas or clock.
 * All lengths and points are in pixels of the base picture, the root of all that lies over it.
 */

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

const frameSidePx = z.number().int().min(0).max(maxFramePx)
const frameSchema = z.object({
  leftPx: frameSidePx,
  rightPx: frameSidePx,
  upPx: frameSidePx,
  downPx: frameSidePx,
})

/** What one editing session is about: a picture, the regions over it, and the region being painted. */
export type EditorDocument = {
  readonly version: 3
  readonly id: string
  readonly base: BasePicture | null
  /** The document whose layer made the base picture; `null` where it came by itself. */
  readonly parent: string | null
  /** What is seen of the plane before layers extend it; `null` is the base picture itself. */
  readonly canvas: Rect | null
  /** The regions over the base picture, the lowest first; also what becomes pictures of its own. */
  readonly layers: readonly DocumentLayer[]
  /** The layer that tools, words and results are about; `null` is the region that is drafted. */
  readonly selected: LayerId | null
  /** The region that is drafted: applied in order to an empty mask, they give its mask. */
  readonly strokes: readonly Stroke[]
  /** By how much the canvas is to be extended. */
  readonly frame: Frame
  /** What is typed and not sent yet. It does not take part in undo. */
  readonly words: WordsByAim
}

/**
 * Reads a stored document of any version: damaged parts are repaired (left out or emptied), never
 * refused.
 */
export const editorDocumentSchema = z.preprocess(
  migrated,
  z.object({
    version: z.literal(3).catch(3),
    id: z.string().min(1).max(200),
    base: basePictureSchema.nullable().catch(null),
    parent: z.string().min(1).max(200).nullable().catch(null),
    canvas: rectSchema.nullable().catch(null),
    layers: layersSchema,
    selected: layerIdSchema.nullable().catch(null),
    strokes: strokesSchema,
    frame: frameSchema.catch(noFrame),
    words: wordsByAimSchema,
  }),
)

/** An empty document under this id. */
export function emptyDocument(id: string): EditorDocument {
  return {
    version: 3,
    id,
    base: null,
    parent: null,
    canvas: null,
    layers: [],
    selected: null,
    strokes: [],
    frame: noFrame,
    words: {},
  }
}

/** What is seen of the plane, in pixels of the base picture; `undefined` while none is open. */
export function canvasRect({
  base,
  canvas,
  layers = [],
}: Pick<EditorDocument, 'base' | 'canvas'> & Partial<EditorDocument>): Rect | undefined {
  if (!base) return undefined
  const seen = canvasOf(canvas ?? undefined, { width: base.widthPx, height: base.heightPx })
  return extendedBy(seen, layers)
}

/** The layer that is selected. */
export function selectedLayer({
  layers,
  selected,
}: Pick<EditorDocument, 'layers' | 'selected'>): DocumentLayer | undefined {
  return selected === null ? undefined : layers.find(({ id }) => id === selected)
}

/** The strokes that tools work on: of the selected layer, else of the region that is drafted. */
export function paintedStrokes(document: EditorDocument): readonly Stroke[] {
  return selectedLayer(document)?.strokes ?? document.strokes
}

/** The words that are typed for an operation: of the selected layer, else those not sent yet. */
export function wordsFor(document: EditorDocument, aim: string): Words {
  return selectedLayer(document)?.words ?? document.words[aim] ?? noWords
}
