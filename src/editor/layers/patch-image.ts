import { AppError } from '#domain/errors.ts'
import { weightFileIn } from '#domain/layer/patch-file.ts'

/**
 * A patch as a canvas draws it by the rule of `domain/layer/mix.ts`: what is below is taken away by
 * the weight, then the patch is added by it. Where the whole patch is opaque, both are one drawing
 * over what is below.
 */
export type PatchImage = {
  /** The patch's colours; its opacity is its own times its weight. */
  readonly over: ImageBitmap
  /** Its weight as opacity; left out when all of the patch is opaque. */
  readonly weight: ImageBitmap | undefined
}

/** Pixels read at once: the decoded patch is in memory already, its numbers need not be. */
const bandPixels = 2_000_000
const opaque = 255

/**
 * Decodes a patch's file.
 * @returns bitmaps, which are the caller's to close
 * @throws AppError INVALID_IMAGE for a file without a weight; DOMException when it cannot be decoded
 */
export async function decodePatch(file: Blob): Promise<PatchImage> {
  const weightFile = weightFileIn(new Uint8Array(await file.arrayBuffer()))
  if (!weightFile) throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' })
  const [pixels, weight] = await Promise.all([
    createImageBitmap(file),
    // Weights are amounts, not colours: they are taken as they are stored.
    createImageBitmap(new Blob([weightFile as BlobPart], { type: 'image/png' }), {
      colorSpaceConversion: 'none',
    }),
  ])
  try {
    const { width, height } = pixels
    const over = new OffscreenCanvas(width, height)
    let isOpaque = true
    for (const band of bandsOf(width, height)) {
      const colours = read(pixels, band)
      isOpaque = weigh(colours.data, read(weight, band).data) && isOpaque
      over.getContext('2d')?.putImageData(colours, 0, band.y)
    }
    return {
      over: over.transferToImageBitmap(),
      weight: isOpaque ? undefined : asOpacity(weight),
    }
  } finally {
    pixels.close()
    weight.close()
  }
}

/** Frees what a patch holds. */
export function closePatch({ over, weight }: PatchImage): void {
  over.close()
  weight?.close()
}

type Band = { readonly y: number; readonly width: number; readonly height: number }

function* bandsOf(width: number, height: number): Generator<Band> {
  const rows = Math.max(1, Math.floor(bandPixels / width))
  for (let y = 0; y < height; y += rows) {
    yield { y, width, height: Math.min(rows, height - y) }
  }
}

function read(image: ImageBitmap, { y, width, height }: Band): ImageData {
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!pen) throw new AppError('INTERNAL', 'There is no 2D canvas.')
  pen.drawImage(image, 0, -y)
  return pen.getImageData(0, 0, width, height)
}

/**
 * Multiplies opacities by weights, in place. Both are RGBA; a weight is grey.
 * @returns whether everything of any weight was opaque
 */
function weigh(colours: Uint8ClampedArray, weights: Uint8ClampedArray): boolean {
  let isOpaque = true
  for (let at = 0; at < colours.length; at += 4) {
    const weight = weights[at] ?? 0
    const alpha = colours[at + 3] ?? 0
    if (weight > 0 && alpha < opaque) isOpaque = false
    colours[at + 3] = Math.round((alpha * weight) / opaque)
  }
  return isOpaque
}

function asOpacity(weight: ImageBitmap): ImageBitmap {
  const { width, height } = weight
  const canvas = new OffscreenCanvas(width, height)
  for (const band of bandsOf(width, height)) {
    const amounts = read(weight, band)
    for (let at = 0; at < amounts.data.length; at += 4) {
      amounts.data[at + 3] = amounts.data[at] ?? 0
    }
    canvas.getContext('2d')?.putImageData(amounts, 0, band.y)
  }
  return canvas.transferToImageBitmap()
}
