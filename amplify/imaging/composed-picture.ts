import { moved, overlapOf } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { compose, type PlacedPatch } from '#domain/layer/compose.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { inParallel } from '../in-parallel.ts'
import type { OpenedOriginal } from './open-original.ts'

/** A layer whose patch is read only where it is needed. */
export type StoredLayer = {
  /** Where its patch lies, in pixels of the root. */
  readonly rect: Rect
  readonly opacity: number
  readonly read: () => Promise<Patch>
}

/** A root with all that lies over it, of which only the parts that are needed are made. Its size is the canvas's. */
export type ComposedPicture = Size & {
  /** What is seen of the plane, in pixels of the root. */
  readonly canvas: Rect
  readonly channels: 3 | 4
  readonly bytesPerSample: number
  /**
   * Makes a part of the picture.
   * @param part in pixels of the canvas, inside of it; left out, all of it
   */
  readonly open: (part?: Rect) => Promise<OpenedOriginal>
}

/** Patches of at most this many layers are decoded at once. */
const readsAtOnce = 4

/** @param layers the lowest first */
export function composedPicture(
  root: OpenedOriginal,
  canvas: Rect,
  layers: readonly StoredLayer[],
): ComposedPicture {
  const { width, height } = canvas
  const { channels, pixels } = root
  const plane = { ...root, x: 0, y: 0 }
  return {
    width,
    height,
    canvas,
    channels,
    bytesPerSample: pixels.BYTES_PER_ELEMENT,
    async open(part = { x: 0, y: 0, width, height }) {
      const wanted = moved(part, canvas)
      const touching = layers.filter(
        ({ rect, opacity }) => opacity > 0 && overlapOf(rect, wanted) !== undefined,
      )
      const read = async ({ read: patchOf, opacity }: StoredLayer): Promise<PlacedPatch> => ({
        patch: await patchOf(),
        opacity,
      })
      const made = compose(plane, await inParallel(touching, read, readsAtOnce), wanted)
      return { ...root, ...part, channels: made.channels, pixels: made.pixels }
    },
  }
}

/** A picture with nothing over it. */
export function plainPicture(root: OpenedOriginal): ComposedPicture {
  return composedPicture(root, { x: 0, y: 0, width: root.width, height: root.height }, [])
}
