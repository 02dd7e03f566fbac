import '../../no-eval.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { packRegion } from '../mask/pack-region.ts'
import { followColours } from './follow-colours.ts'
import {
  enlargedRegion,
  lookedAtSize,
  modelSize,
  type Pixels,
  type Region,
  resized,
} from './pixels.ts'
import type { PixelsRequest, PixelsResult } from './pixels-protocol.ts'
import { refine } from './refine.ts'
import { selectColour } from './wand.ts'
import { type Answer, serveCalls } from './worker-calls.ts'

/** Holds the pixels of the picture as it is seen, and selects in them. */

type Held = { readonly canvas: Rect; readonly full: Pixels; small?: Pixels }

let held: Held | undefined

serveCalls(answer)

async function answer(request: PixelsRequest): Promise<Answer<PixelsResult>> {
  if (request.kind === 'SMALL') {
    const { width, height, data } = smallOf(current())
    const pixels = data.slice()
    return [{ kind: 'SMALL', pixels, size: { width, height } }, [pixels.buffer]]
  }
  if (request.kind === 'BEGIN') held = begin(request.canvas)
  else if (request.kind === 'STRIP') addStrip(current().full, request.y, request.bitmap)
  else return [packed(selected(request)), []]
  return [{ kind: 'DONE' }, []]
}

/** Selects in what is held, in its pixels. */
function selected(
  request: Exclude<PixelsRequest, { kind: 'BEGIN' | 'STRIP' | 'SMALL' }>,
): Region | undefined {
  const { full, canvas } = current()
  if (request.kind === 'WAND') {
    return selectColour(full, pixelAt(request, canvas, full), request.wand)
  }
  if (request.kind === 'FILE') return brightness(request.bitmap, full)
  if (request.kind === 'TRANSPARENCY') return transparency(full)
  const small = smallOf(current())
  const found = request.kind === 'REFINE' ? request.logits : followColours(small, request.prompt)
  return refine(found, { full, small })
}

function begin(canvas: Rect): Held {
  const { width, height } = lookedAtSize(canvas)
  return { canvas, full: { width, height, data: new Uint8ClampedArray(width * height * 4) } }
}

/** The pixel of a picture that shows a place of the canvas. */
function pixelAt(place: { readonly x: number; readonly y: number }, canvas: Rect, full: Size) {
  const scale = full.width / canvas.width
  const pixel = (at: number, start: number, count: number) =>
    Math.min(count - 1, Math.max(0, Math.floor((at - start) * scale)))
  return {
    x: pixel(place.x, canvas.x, full.width),
    y: pixel(place.y, canvas.y, full.height),
  }
}

function current(): Held {
  if (!held) throw new Error('There is no picture to select in.')
  return held
}

function smallOf(picture: Held): Pixels {
  picture.small ??= resized(picture.full, modelSize(picture.canvas))
  return picture.small
}

function addStrip(full: Pixels, y: number, bitmap: ImageBitmap): void {
  full.data.set(pixelsOf(bitmap, bitmap), y * full.width * 4)
}

/** The pixels of a bitmap at this size; it is closed. */
function pixelsOf(bitmap: ImageBitmap, { width, height }: Size): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  pen.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return pen.getImageData(0, 0, width, height).data
}

function brightness(bitmap: ImageBitmap, size: Size): Region {
  const { width, height } = size
  const rgba = pixelsOf(bitmap, { width, height })
  const pixels = new Uint8Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) {
    const from = at * 4
    // Weights of ITU-R BT.709; what is transparent is not selected.
    const light =
      0.2126 * (rgba[from] ?? 0) + 0.7152 * (rgba[from + 1] ?? 0) + 0.0722 * (rgba[from + 2] ?? 0)
    pixels[at] = Math.round((light * (rgba[from + 3] ?? 0)) / 255)
  }
  return { x: 0, y: 0, width, height, pixels }
}

function transparency({ width, height, data }: Pixels): Region {
  const pixels = new Uint8Array(width * height)
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 255 - (data[at * 4 + 3] ?? 0)
  return { x: 0, y: 0, width, height, pixels }
}

/** A region of what is held, as a document keeps it. */
function packed(region: Region | undefined): PixelsResult {
  if (!region) return { kind: 'SELECTED', region: 'EMPTY' }
  const { canvas, full } = current()
  const whole = enlargedRegion(region, canvas.width / full.width)
  return { kind: 'SELECTED', region: packRegion({ ...whole, ...moved(whole, canvas) }) }
}
