import { chromaWeight, type Lab } from './lab.ts'
import { boxMean, type Plane, resizePlane, type Size } from './plane.ts'

/**
 * Explains a plane around each pixel by the picture's colours there, by least squares (the guided
 * filter of He, Sun and Tang, 2010, with a coloured guide).
 * @param softness of the guide's own contrast, squared: smaller keeps fainter edges
 * @returns what makes the like of the plane for the picture that this one is a small copy of
 */
export function explainByColours(
  plane: Plane,
  lab: Lab,
  {
    size,
    radius,
    softness,
  }: { readonly size: Size; readonly radius: number; readonly softness: number },
): (large: Lab, to: Size) => Plane {
  const mean = (values: Plane): Plane => boxMean(values, size, radius)
  const withMean = (values: Plane) => ({ values, mean: mean(values) })
  const [light, a, b] = channelsOf(lab).map(withMean) as [Guide, Guide, Guide]
  const wanted = withMean(plane)
  /** How two planes vary together around each pixel. */
  const together = (one: Guide, other: Guide): Plane =>
    mean(one.values.map((value, at) => value * other.values[at]!)).map(
      (value, at) => value - one.mean[at]! * other.mean[at]!,
    )
  const [ll, la, lb] = [together(light, light), together(light, a), together(light, b)]
  const [aa, ab, bb] = [together(a, a), together(a, b), together(b, b)]
  const [pl, pa, pb] = [together(light, wanted), together(a, wanted), together(b, wanted)]
  const weights = [0, 1, 2].map(() => new Float32Array(plane.length))
  const base = Float32Array.from(wanted.mean)
  for (let at = 0; at < plane.length; at++) {
    const slopes = solve(
      [ll[at]! + softness, la[at]!, lb[at]!, aa[at]! + softness, ab[at]!, bb[at]! + softness],
      [pl[at]!, pa[at]!, pb[at]!],
    )
    base[at]! -= slopes[0] * light.mean[at]! + slopes[1] * a.mean[at]! + slopes[2] * b.mean[at]!
    for (const row of [0, 1, 2] as const) weights[row]![at] = slopes[row]
  }
  const fit = [...weights, base].map(mean)
  return (large, to) => {
    const [onLight, onA, onB, rest] = fit.map((values) => resizePlane(values, size, to))
    return large.light.map(
      (value, at) =>
        onLight![at]! * value +
        (onA![at]! * large.a[at]! + onB![at]! * large.b[at]!) * chromaWeight +
        rest![at]!,
    )
  }
}

type Guide = { readonly values: Plane; readonly mean: Plane }

function channelsOf({ light, a, b }: Lab): readonly Plane[] {
  return [light, a.map((value) => value * chromaWeight), b.map((value) => value * chromaWeight)]
}

type Three = readonly [number, number, number]
type Six = readonly [...Three, ...Three]

/** Solves a symmetric system (upper triangle, row by row) by Cramer's rule. */
function solve([a, b, c, d, e, f]: Six, [x, y, z]: Three): Three {
  const [p, q, r] = [d * f - e * e, c * e - b * f, b * e - c * d]
  const [s, t, u] = [a * f - c * c, b * c - a * e, a * d - b * b]
  const whole = a * p + b * q + c * r
  return [
    (p * x + q * y + r * z) / whole,
    (q * x + s * y + t * z) / whole,
    (r * x + t * y + u * z) / whole,
  ]
}
