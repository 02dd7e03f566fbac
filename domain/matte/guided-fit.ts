import type { Size } from '../frame/space.ts'
import { boxMean } from './box-mean.ts'

/** How little colours may vary to explain anything, in shares of white, squared. */
const flatness = 1e-4

/** How opaque each pixel is: `red` × its red + … + `base`, all in shares of 1. */
export type Fit = Readonly<Record<'red' | 'green' | 'blue' | 'base', Float32Array>>

/** The picture that explains a matte, a byte for each channel. */
export type MatteGuide = {
  readonly pixels: Uint8Array | Uint8ClampedArray
  readonly channels: 3 | 4
}

/**
 * Explains a matte around each pixel by the colours there, by least squares: the guided filter of He, Sun
 * and Tang (2010). Applied to a larger picture's colours, it is the fast one of 2015 (arXiv:1505.00996). Pure.
 * @param matte shares of 1, one for each pixel
 * @param over.radiusPx over which neighbourhood a matte is explained
 */
export function fitMatte(
  guide: MatteGuide,
  matte: Float32Array,
  over: { readonly size: Size; readonly radiusPx: number },
): Fit {
  const { size, radiusPx } = over
  const smooth = (values: Float32Array): Float32Array => boxMean(values, size, radiusPx)
  const withMean = (values: Float32Array) => ({ values, mean: smooth(values) })
  const colours = [0, 1, 2].map((channel) =>
    withMean(
      // `from` with a callback would take fifty times as long.
      new Float32Array(matte.length).map(
        (_, at) => (guide.pixels[at * guide.channels + channel] ?? 0) / 255,
      ),
    ),
  )
  const opacity = withMean(Float32Array.from(matte))
  /** How two of them vary together around each pixel. */
  const together = (one: typeof opacity, other: typeof opacity): Float32Array => {
    const products = smooth(one.values.map((value, at) => value * valueAt(other.values, at)))
    return products.map((value, at) => value - valueAt(one.mean, at) * valueAt(other.mean, at))
  }
  const [r, g, b] = colours as [typeof opacity, typeof opacity, typeof opacity]
  const [rr, rg, rb] = [together(r, r), together(r, g), together(r, b)]
  const [gg, gb, bb] = [together(g, g), together(g, b), together(b, b)]
  const pull = [together(r, opacity), together(g, opacity), together(b, opacity)] as const
  const [red, green, blue] = [r.values, g.values, b.values]
  const base = opacity.values
  for (let at = 0; at < matte.length; at++) {
    const [onRed, onGreen, onBlue] = solve(
      [
        valueAt(rr, at) + flatness,
        valueAt(rg, at),
        valueAt(rb, at),
        valueAt(gg, at) + flatness,
        valueAt(gb, at),
        valueAt(bb, at) + flatness,
      ],
      [valueAt(pull[0], at), valueAt(pull[1], at), valueAt(pull[2], at)],
    )
    red[at] = onRed
    green[at] = onGreen
    blue[at] = onBlue
    base[at] =
      valueAt(opacity.mean, at) -
      onRed * valueAt(r.mean, at) -
      onGreen * valueAt(g.mean, at) -
      onBlue * valueAt(b.mean, at)
  }
  return { red: smooth(red), green: smooth(green), blue: smooth(blue), base: smooth(base) }
}

function valueAt(values: Float32Array, at: number): number {
  return values[at] ?? 0
}

type Three = [number, number, number]

/** Solves a symmetric system (upper triangle, row by row) by Cramer's rule. */
function solve([a, b, c, d, e, f]: [...Three, ...Three], [x, y, z]: Three): Three {
  const [p, q, r] = [d * f - e * e, c * e - b * f, b * e - c * d]
  const [s, t, u] = [a * f - c * c, b * c - a * e, a * d - b * b]
  const whole = a * p + b * q + c * r
  return [
    (p * x + q * y + r * z) / whole,
    (q * x + s * y + t * z) / whole,
    (r * x + t * y + u * z) / whole,
  ]
}
