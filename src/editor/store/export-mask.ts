import { saveFile } from '../../ui/save-file.ts'
import { canvasRect, type EditorDocument } from '../document/document.ts'
import { type MaskFile, maskClient } from '../mask/mask-client.ts'
import type { Raster } from '../mask/mask-pixels.ts'
import type { MaskCover } from '../mask/mask-protocol.ts'
import { rasteriseStrokes } from '../mask/raster.ts'

/**
 * The mask as the backend takes it: an 8-bit greyscale PNG (colour type 0) of its bounds that says
 * where they lie, white = edit, black = keep, grey = partial. Made in a worker.
 * @param isWhole whether all of the canvas is in it
 * @throws Error when no picture is open, or when the worker fails
 */
export async function exportMask(document: EditorDocument, isWhole = false): Promise<MaskFile> {
  if (document.base === null) throw new Error('There is no picture to make a mask for.')
  return maskClient.exportPng(document, isWhole)
}

/** How much of the picture these strokes mask, counted in pixels by the worker. */
export function measureMask(document: EditorDocument): Promise<MaskCover> {
  return maskClient.measure(document)
}

const noCanvas = { x: 0, y: 0, width: 1, height: 1 }

/** The same mask as pixels, made right here: slow, for one who has no worker. */
export function rasteriseMask(document: EditorDocument): Raster {
  return rasteriseStrokes(document.strokes, canvasRect(document) ?? noCanvas)
}

/** Hands the mask to the browser to be saved, as large as the canvas. @param name of the file */
export async function saveMask(document: EditorDocument, name: string): Promise<void> {
  const { png } = await exportMask(document, true)
  saveFile(png, name)
}
