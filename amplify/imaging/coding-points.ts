import { AppError } from '#domain/errors.ts'
import {
  type Chromaticity,
  d65,
  matrixProfile,
  type Primaries,
  powerCurve,
  srgbPrimaries,
  toedCurve,
} from './matrix-profile.ts'

/** The white of a candle-lit room in old television (CIE C), and that of cinemas. */
const whiteC: Chromaticity = [0.31, 0.316]
const whiteDci: Chromaticity = [0.314, 0.351]

const smpte170: Primaries = {
  white: d65,
  red: [0.63, 0.34],
  green: [0.31, 0.595],
  blue: [0.155, 0.07],
}

const p3 = { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] } as const

/** ITU-T H.273 (2024), table 2: what colour primaries a number stands for. */
export const codedPrimaries: Readonly<Record<number, Primaries>> = {
  1: srgbPrimaries,
  4: { white: whiteC, red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08] },
  5: { white: d65, red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06] },
  6: smpte170,
  7: smpte170,
  8: { white: whiteC, red: [0.681, 0.319], green: [0.243, 0.692], blue: [0.145, 0.049] },
  9: { white: d65, red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046] },
  11: { white: whiteDci, ...p3 },
  12: { white: d65, ...p3 },
  22: { white: d65, red: [0.63, 0.34], green: [0.295, 0.605], blue: [0.155, 0.077] },
}

/** What sRGB's numbers mean in light (IEC 61966-2-1). */
const srgbCurve = toedCurve({ g: 2.4, a: 1 / 1.055, b: 0.055 / 1.055, c: 1 / 12.92, d: 0.040_45 })
/** How a screen shows television (ITU-R BT.1886), whatever the camera's curve was. */
const televisionCurve = powerCurve(2.4)

/** H.273, table 3: what a screen makes of the numbers. */
export const codedCurves: Readonly<Record<number, Buffer>> = {
  1: televisionCurve,
  4: powerCurve(2.2),
  5: powerCurve(2.8),
  6: televisionCurve,
  8: powerCurve(1),
  13: srgbCurve,
  14: televisionCurve,
  15: televisionCurve,
}

/** sRGB itself, for what must be told it. */
export function srgbProfile(): Buffer {
  const profile = matrixProfile(srgbPrimaries, srgbCurve)
  if (profile) return profile
  throw new AppError('INTERNAL', 'The primaries of sRGB span a triangle.')
}

/** H.273, table 3: the curves of high dynamic range, PQ and HLG. */
const hdrCurves: readonly number[] = [16, 18]

export function isHdrCurve(transfer: number): boolean {
  return hdrCurves.includes(transfer)
}
