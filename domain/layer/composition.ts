import * as z from 'zod'
import { rectSchema } from '../frame/rect.ts'
import type { Rect, Size } from '../frame/space.ts'
import { generationIdSchema } from '../ids.ts'

/** A document of more layers would not be drawn while a person works on it. */
const maxLayers = 100
/** The highest index of an output: a job makes ten images. */
const maxIndex = 9

const layerSchema = z.strictObject({
  generationId: generationIdSchema,
  index: z.int().min(0).max(maxIndex),
  opacity: z.number().min(0).max(1),
})

/** The patch that a job made as its n-th image (from 0), and how much of it is seen, 0 to 1. */
export type Layer = Readonly<z.infer<typeof layerSchema>>

/**
 * What a request works on: beside its root, `pictureId`, the part of the plane that is seen (left out,
 * the root itself), and the layers over the root, the lowest first. Where nothing lies, it is transparent.
 */
export const composed = {
  canvas: rectSchema.optional(),
  layers: z.array(layerSchema).max(maxLayers).optional(),
}

/** What is seen of the plane, in pixels of the root. */
export function canvasOf(canvas: Rect | undefined, { width, height }: Size): Rect {
  return canvas ?? { x: 0, y: 0, width, height }
}
