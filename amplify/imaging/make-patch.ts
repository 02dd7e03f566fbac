import type { Rect } from '#domain/frame/space.ts'
import { maxOf, type Patch } from '#domain/layer/mix.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import { inParallel } from '../in-parallel.ts'
import { withoutBackdrop } from './backdrop.ts'
import { matchColours, recolour } from './colour-match.ts'
import { fromSrgb } from './colour-profile.ts'
import { decodeReply } from './decode-reply.ts'
import { enlarge, enlargeOpacity } from './enlarge.ts'
import { addGrain, type EditRows } from './grain.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import type { Place } from './prepare-edit.ts'

/** An edit is enlarged in parts: all of a large one would need the patch's size again. */
const maxPixelsOfPart = 1_000_000
const partsAtOnce = 3

/**
 * Makes the patch of one image that a model returned: colours matched, converted to the root's
 * profile, enlarged once, grained like its surroundings, with the weight that the mask and its soft
 * edge give it. The backdrop that showed through transparent pixels is taken out of it.
 * @param candidate PNG, JPEG or WebP of the size that was sent
 * @returns in pixels of the window that was prepared
 * @throws AppError MODEL_UNAVAILABLE when the candidate is not such a picture
 */
export async function makePatch(place: Place, candidate: Buffer): Promise<Patch> {
  return patchOf(place, await decodeReply(candidate, place.sent.size))
}

/** The same of an image that is decoded already: raw 8-bit RGB of the size that was sent. */
export async function patchOf(place: Place, returned: Uint8Array): Promise<Patch> {
  const { window, sent, fitted, weight, grain, opacity } = place
  const matched = recolour(returned, matchColours(sent, returned))
  const isDeep = window.pixels instanceof Uint16Array
  const { profile, channels } = window
  const edit = await fromSrgb({ ...sent.size, pixels: matched }, { profile, isDeep })
  const { region } = weight
  const length = region.width * region.height * channels
  const pixels = isDeep ? new Uint16Array(length) : new Uint8Array(length)
  const patch = { ...region, channels, pixels, weight: weight.pixels }
  // While one part is written, other threads reduce the next ones, where the answer is the larger one.
  const writePart = async (rows: Rect): Promise<void> => {
    const image = await enlarge({ ...sent.size, pixels: edit }, { fitted, part: rows, isDeep })
    if (grain) addGrain({ rows, image }, grain)
    const opaque = opacity && (await enlargeOpacity(opacity, fitted, rows))
    const part = { rows, image, opacity: opaque }
    if (channels === 3) writeOpaque(patch, part)
    else writeTransparent(patch, part, { window, weight })
  }
  await inParallel([...rowsOf(region)], writePart, partsAtOnce)
  return patch
}

/** With how opaque the edit is, one byte a pixel; left out, everywhere. */
type OpaqueRows = EditRows & { readonly opacity?: Uint8Array | undefined }

function* rowsOf({ x, y, width, height }: Rect): Generator<Rect> {
  const most = Math.max(1, Math.floor(maxPixelsOfPart / width))
  for (let top = 0; top < height; top += most) {
    yield { x, y: y + top, width, height: Math.min(most, height - top) }
  }
}

/** What has no weight stays black: nobody sees it, and it costs nothing in the file. */
function writeOpaque(patch: Patch, { rows, image }: EditRows): void {
  const { pixels, weight } = patch
  const start = (rows.y - patch.y) * patch.width
  for (let index = 0; index < rows.width * rows.height; index++) {
    const at = start + index
    if (weight[at] === keepValue) continue
    pixels[at * 3] = image[index * 3] ?? 0
    pixels[at * 3 + 1] = image[index * 3 + 1] ?? 0
    pixels[at * 3 + 2] = image[index * 3 + 2] ?? 0
  }
}

/**
 * Opacity changes only as far as a pixel is painted: a soft edge raises none. What is mixed by weight
 * later has to come out at that.
 */
function writeTransparent(
  patch: Patch,
  { rows, image, opacity }: OpaqueRows,
  { window, weight }: { window: OpenedOriginal; weight: EditWeight },
): void {
  const most = maxOf(window.pixels)
  const painted = weight.painted ?? weight.pixels
  for (let index = 0; index < rows.width * rows.height; index++) {
    const at = (rows.y - patch.y) * patch.width + index
    const amount = weight.pixels[at] ?? keepValue
    if (amount === keepValue) continue
    const x = rows.x + (index % rows.width)
    const y = rows.y + Math.floor(index / rows.width)
    const before = (window.pixels[(y * window.width + x) * 4 + 3] ?? 0) / most
    const full = (opacity?.[index] ?? editValue) / editValue
    const share = Math.min(1, (painted[at] ?? keepValue) / amount)
    const alpha = before + (full - before) * share
    for (let channel = 0; channel < 3; channel++) {
      const seen = image[index * 3 + channel] ?? 0
      patch.pixels[at * 4 + channel] = withoutBackdrop(seen, alpha, most) + 0.5
    }
    patch.pixels[at * 4 + 3] = Math.round(alpha * most)
  }
}
