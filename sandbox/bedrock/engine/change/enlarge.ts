import { seededRandom } from '../../../random.ts'
import { boxMean, brightness, type Plane, type Size, smooth, steepness } from '../raster/plane.ts'
import { clamp, type Raster } from '../raster/raster.ts'
import { resample } from '../raster/resample.ts'

/**
 * A picture at a larger size: Lanczos's kernel, then smoothed along its edges, where a kernel leaves
 * steps, and made crisper across them, never beyond what its surroundings are.
 * @param job.detail 0..1: how much fine texture is made up where the picture has some
 */
export function enlarge(job: {
  readonly picture: Raster
  readonly width: number
  readonly height: number
  readonly detail: number
  readonly seed: number
}): Raster {
  const { picture, detail, seed } = job
  const size = { width: job.width, height: job.height }
  const large = resample(picture, size)
  if (large === picture) return picture
  const form = formOf(picture)
  const light = brightness(large)
  const scale = size.width / picture.width
  const along = followEdges(light, size, { form, places: placesIn(picture, size) })
  const soft = boxMean(boxMean(along, size, scale * 0.55), size, scale * 0.55)
  const grain = grainTile(seed)
  const places = placesIn(picture, size)
  const { data } = large
  for (let y = 0; y < size.height; y++) {
    const row = places.rows[y]!
    for (let x = 0; x < size.width; x++) {
      const at = y * size.width + x
      const from = row + places.columns[x]!
      const crisp = along[at]! + (along[at]! - soft[at]!) * 1.1
      const held = clamp(crisp, form.lowest[from]!, form.highest[from]!)
      const texture = grain[(y & 255) * 256 + (x & 255)]! * form.busy[from]! * detail
      shiftPixel(data, at * 3, held + texture - light[at]!)
    }
  }
  return large
}

/** Where each row of the large picture starts in the small one, and each column in its row. */
function placesIn(small: Size, large: Size): { rows: Int32Array; columns: Int32Array } {
  const down = small.height / large.height
  const across = small.width / large.width
  return {
    rows: new Int32Array(large.height).map((_, y) => Math.floor((y + 0.5) * down) * small.width),
    columns: new Int32Array(large.width).map((_, x) => Math.floor((x + 0.5) * across)),
  }
}

function shiftPixel(data: Uint8Array, at: number, shift: number): void {
  if (shift > -0.5 && shift < 0.5) return
  data[at] = clamp(data[at]! + shift + 0.5, 0, 255)
  data[at + 1] = clamp(data[at + 1]! + shift + 0.5, 0, 255)
  data[at + 2] = clamp(data[at + 2]! + shift + 0.5, 0, 255)
}

/** What is known of the picture before it is enlarged, pixel by pixel. */
type Form = {
  /** Of brightness, over the pixel and those around it. */
  readonly lowest: Plane
  readonly highest: Plane
  /** The direction along the edge, as a unit vector times how much of an edge there is. */
  readonly alongX: Plane
  readonly alongY: Plane
  /** How much fine texture there is, in levels. */
  readonly busy: Plane
}

function formOf(picture: Raster): Form {
  const light = brightness(picture)
  const { alongX, alongY } = tangents(light, picture)
  const busy = smooth(steepness(light, picture), picture, 2)
  return {
    lowest: extreme(light, picture, Math.min),
    highest: extreme(light, picture, Math.max),
    alongX,
    alongY,
    busy,
  }
}

function extreme(plane: Plane, size: Size, pick: (a: number, b: number) => number): Plane {
  const { width, height } = size
  const across = plane.map((value, at) => {
    const x = at % width
    const left = x > 0 ? plane[at - 1]! : value
    return pick(pick(value, left), x < width - 1 ? plane[at + 1]! : value)
  })
  return across.map((value, at) => {
    const up = at >= width ? across[at - width]! : value
    return pick(pick(value, up), at < width * (height - 1) ? across[at + width]! : value)
  })
}

/** Across the smoothed gradient: where lines run, and how clearly. */
function tangents(light: Plane, size: Size): { alongX: Plane; alongY: Plane } {
  const { width, height } = size
  const xx = new Float32Array(light.length)
  const xy = new Float32Array(light.length)
  const yy = new Float32Array(light.length)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const gx = light[at + 1]! - light[at - 1]!
      const gy = light[at + width]! - light[at - width]!
      xx[at] = gx * gx
      xy[at] = gx * gy
      yy[at] = gy * gy
    }
  }
  const sxx = smooth(xx, size, 1)
  const sxy = smooth(xy, size, 1)
  const syy = smooth(yy, size, 1)
  const alongX = new Float32Array(light.length)
  const alongY = new Float32Array(light.length)
  for (let at = 0; at < light.length; at++) {
    const spread = Math.hypot(sxx[at]! - syy[at]!, 2 * sxy[at]!)
    const clear = spread / (sxx[at]! + syy[at]! + 60)
    const angle = Math.atan2(2 * sxy[at]!, sxx[at]! - syy[at]!) / 2 + Math.PI / 2
    alongX[at] = Math.cos(angle) * clear
    alongY[at] = Math.sin(angle) * clear
  }
  return { alongX, alongY }
}

/** Means along the edges: a step of the kernel there becomes a line again. */
function followEdges(
  light: Plane,
  { width, height }: Size,
  { form, places }: { readonly form: Form; readonly places: ReturnType<typeof placesIn> },
): Plane {
  const followed = Float32Array.from(light)
  for (let y = 2; y < height - 2; y++) {
    const row = places.rows[y]!
    for (let x = 2; x < width - 2; x++) {
      const from = row + places.columns[x]!
      const dx = form.alongX[from]!
      const dy = form.alongY[from]!
      if (dx * dx + dy * dy < 0.2) continue
      const at = y * width + x
      const near = Math.round(dy * 1.2) * width + Math.round(dx * 1.2)
      const far = Math.round(dy * 2) * width + Math.round(dx * 2)
      followed[at] =
        light[at]! * 0.32 +
        (light[at + near]! + light[at - near]!) * 0.2 +
        (light[at + far]! + light[at - far]!) * 0.14
    }
  }
  return followed
}

/** Band-passed noise, 256 by 256, that tiles. */
function grainTile(seed: number): Plane {
  const size = { width: 256, height: 256 }
  const random = seededRandom(seed)
  const raw = new Float32Array(256 * 256).map(() => random() - 0.5)
  const fine = boxMean(raw, size, 1)
  const coarse = boxMean(raw, size, 4)
  return fine.map((value, at) => (value - coarse[at]!) * 5)
}
