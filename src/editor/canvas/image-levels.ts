/** A picture in ever smaller halves, so that zooming out does not resample all of it every frame. */
export interface ImageLevels {
  /** The smallest level that is at least this wide; the picture itself when none is. */
  atLeast(widthPx: number): ImageBitmap
  close(): void
}

/** Below this longer side, drawing is quick enough without another level. */
const smallestSidePx = 1024

/**
 * Makes the levels one after the other, in the background; each halving is an exact mean of 2 × 2
 * pixels. Together they take a third of the picture's own memory. The given bitmap stays its owner's.
 * @param onLevel called when a further level is ready
 */
function createImageLevels(image: ImageBitmap, onLevel: () => void): ImageLevels {
  const levels: ImageBitmap[] = [image]
  let isClosed = false
  const addLevel = async (): Promise<void> => {
    const last = levels.at(-1) ?? image
    if (Math.max(last.width, last.height) <= smallestSidePx) return
    const half = await createImageBitmap(last, {
      resizeWidth: Math.ceil(last.width / 2),
      resizeHeight: Math.ceil(last.height / 2),
      resizeQuality: 'low',
    })
    if (isClosed) return half.close()
    levels.push(half)
    onLevel()
    return addLevel()
  }
  // A bitmap that its owner closes meanwhile has no further levels; what there is still draws.
  void addLevel().catch(() => undefined)
  return {
    atLeast: (widthPx) => levels.findLast(({ width }) => width >= widthPx) ?? image,
    close() {
      isClosed = true
      for (const level of levels.splice(1)) level.close()
    },
  }
}

/** The levels of the bitmaps that are shown. */
export interface LevelsOf {
  get(image: ImageBitmap | undefined): ImageLevels | undefined
  /** Makes levels for these, and frees those of all others. */
  keep(images: readonly (ImageBitmap | undefined)[]): void
}

/** @param onLevel called when a further level of one of them is ready */
export function createLevelsOf(onLevel: () => void): LevelsOf {
  const all = new Map<ImageBitmap, ImageLevels>()
  return {
    get: (image) => image && all.get(image),
    keep(images) {
      for (const [image, levels] of all) {
        if (images.includes(image)) continue
        levels.close()
        all.delete(image)
      }
      for (const image of images) {
        if (image && !all.has(image)) all.set(image, createImageLevels(image, onLevel))
      }
    },
  }
}
