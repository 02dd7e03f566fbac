import { overlapOf } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { composing } from '#domain/layer/compose.ts'
import type { Patch, Raster } from '#domain/layer/mix.ts'
import type { StoredLayer } from './composed-picture.ts'
import { countChanged } from './count-changed.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'

/** All of a composition's pixels. */
export type Composed = {
  /** In the root's depth and profile; the root itself where nothing differs. */
  readonly picture: OpenedOriginal
  /** Pixels of the root that differ though no layer has weight there, counted; 0 is expected. */
  readonly changedOutside: number
}

/**
 * Composes all that a canvas shows. Needs the decoded root, a copy, and one patch at a time.
 * @param layers the lowest first
 * @param onLayer called after each layer, with how many are done
 */
export async function composeExport(
  root: OpenedOriginal,
  canvas: Rect,
  of: { layers: readonly StoredLayer[]; onLayer?: (done: number) => Promise<void> },
): Promise<Composed> {
  const plane: Raster = { ...root, x: 0, y: 0 }
  const touching = of.layers.filter(({ rect }) => overlapOf(rect, canvas) !== undefined)
  if (touching.length === 0 && isWhole(canvas, root)) return { picture: root, changedOutside: 0 }
  const made = composing(plane, canvas)
  const weight = emptyWeight(touching, canvas)
  for (const [done, { read, opacity }] of touching.entries()) {
    const patch = await read()
    made.add(patch, opacity)
    addWeight(weight, patch)
    await of.onLayer?.(done + 1)
  }
  const raster = made.finish()
  const { width, height } = canvas
  const picture = { ...root, width, height, channels: raster.channels, pixels: raster.pixels }
  return { picture, changedOutside: countChanged(plane, raster, weight) }
}

function isWhole({ x, y, width, height }: Rect, root: OpenedOriginal): boolean {
  return x === 0 && y === 0 && width === root.width && height === root.height
}

/** Where layers can have weight: the least rectangle around them, of what is seen. */
function emptyWeight(layers: readonly StoredLayer[], canvas: Rect): EditWeight {
  const seen = layers.flatMap(({ rect }) => overlapOf(rect, canvas) ?? [])
  const [x, y] = [Math.min(...seen.map((each) => each.x)), Math.min(...seen.map((each) => each.y))]
  const width = Math.max(...seen.map((each) => each.x + each.width)) - x
  const height = Math.max(...seen.map((each) => each.y + each.height)) - y
  if (seen.length === 0) return { region: { x: 0, y: 0, width: 0, height: 0 }, pixels: noWeight }
  return { region: { x, y, width, height }, pixels: new Uint8Array(width * height) }
}

const noWeight = new Uint8Array(0)

function addWeight({ region, pixels }: EditWeight, patch: Patch): void {
  const part = overlapOf(region, patch)
  if (!part) return
  for (let y = part.y; y < part.y + part.height; y++) {
    let from = (y - patch.y) * patch.width + part.x - patch.x
    let to = (y - region.y) * region.width + part.x - region.x
    for (let end = to + part.width; to < end; from++, to++) {
      if (patch.weight[from] !== 0) pixels[to] = 1
    }
  }
}
