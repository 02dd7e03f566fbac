import { connectionOf, tagsOf } from './icc-tags.ts'
import { matrixProfile, srgbPrimaries } from './matrix-profile.ts'

/** A table of 4,096 values of 16 bits, the longest that scanners write. */
const maxCurveBytes = 12 + 4_096 * 2

/**
 * The RGB profile in which a grey picture looks the same with the same numbers in R, G and B: its
 * curve, in the primaries of sRGB. So an edit can bring colour without touching what it keeps.
 * @param icc a profile of the space `GRAY`
 * @returns `undefined` when it has no curve that we can take over
 */
export function rgbFromGrey(icc: Buffer): Buffer | undefined {
  // Over Lab the curve would mean lightness, not light.
  if (connectionOf(icc) !== 'XYZ ') return undefined
  const curve = tagsOf(icc).get('kTRC')
  if (!curve || curve.length < 12 || curve.length > maxCurveBytes) return undefined
  if (!['curv', 'para'].includes(curve.toString('latin1', 0, 4))) return undefined
  return matrixProfile(srgbPrimaries, curve)
}
