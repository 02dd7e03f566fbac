import type { Colour } from './colour.ts'
import type { Plane } from './plane.ts'
import { blankRaster, type Raster } from './raster.ts'

/** A picture in OKLab (Ottosson 2020): lightness 0..1, and two axes of colour, about -0.3..0.3. */
export type Lab = { readonly light: Plane; readonly a: Plane; readonly b: Plane }

/**
 * Weight of the colour axes beside lightness in a distance. sRGB covers 1 of lightness but only 0.51
 * of each colour axis, so 1 / 0.51 = 2 would balance them; the rest is set by eye, for colour to decide.
 */
export const chromaWeight = 2.4

const toLinear = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

const steps = 4096
const toByte = Uint8Array.from({ length: steps + 1 }, (_, step) => {
  const share = step / steps
  const value = share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055
  return Math.round(value * 255)
})

/** @returns the picture in OKLab */
export function toLab({ data }: Raster): Lab {
  const count = data.length / 3
  const light = new Float32Array(count)
  const a = new Float32Array(count)
  const b = new Float32Array(count)
  for (let pixel = 0; pixel < count; pixel++) {
    const red = toLinear[data[pixel * 3]!]!
    const green = toLinear[data[pixel * 3 + 1]!]!
    const blue = toLinear[data[pixel * 3 + 2]!]!
    const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light[pixel] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
    a[pixel] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
    b[pixel] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  }
  return { light, a, b }
}

/** @returns the picture of a size; colours that no screen shows are clipped */
export function fromLab(
  { light, a, b }: Lab,
  { width, height }: { readonly width: number; readonly height: number },
): Raster {
  const picture = blankRaster(width, height)
  const { data } = picture
  for (let pixel = 0; pixel < light.length; pixel++) {
    const l = (light[pixel]! + 0.3963377774 * a[pixel]! + 0.2158037573 * b[pixel]!) ** 3
    const m = (light[pixel]! - 0.1055613458 * a[pixel]! - 0.0638541728 * b[pixel]!) ** 3
    const s = (light[pixel]! - 0.0894841775 * a[pixel]! - 1.291485548 * b[pixel]!) ** 3
    data[pixel * 3] = byteOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
    data[pixel * 3 + 1] = byteOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
    data[pixel * 3 + 2] = byteOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  }
  return picture
}

/** @returns lightness and the two axes of one colour */
export function labOf(colour: Colour): readonly [light: number, a: number, b: number] {
  const data = Uint8Array.from(colour, (value) => Math.round(value))
  const { light, a, b } = toLab({ width: 1, height: 1, data })
  return [light[0]!, a[0]!, b[0]!]
}

function byteOf(linear: number): number {
  return toByte[linear <= 0 ? 0 : linear >= 1 ? steps : Math.round(linear * steps)]!
}
