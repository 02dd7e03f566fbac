import { inflateSync } from 'node:zlib'
import { codedCurves, codedPrimaries } from './coding-points.ts'
import { type Chromaticity, matrixProfile, powerCurve, srgbPrimaries } from './matrix-profile.ts'

/** Coding points as a `cICP` chunk names them (PNG specification, third edition, 11.3.2.6). */
export type Coded = { readonly primaries: number; readonly transfer: number }

/**
 * Reads a `cICP` chunk.
 * @returns `undefined` for YCbCr and narrow range, which no browser takes in a PNG
 */
export function readCoded(chunk: Buffer | undefined): Coded | undefined {
  if (chunk?.length !== 4) return undefined
  const [primaries = 0, transfer = 0, matrix, fullRange] = chunk
  return matrix === 0 && fullRange === 1 ? { primaries, transfer } : undefined
}

/** @returns `undefined` for points that have no meaning of their own ("unspecified", reserved) */
export function codedProfile({ primaries, transfer }: Coded): Buffer | undefined {
  const [space, curve] = [codedPrimaries[primaries], codedCurves[transfer]]
  return space && curve && matrixProfile(space, curve)
}

/** `gAMA` and `cHRM` store numbers times this. */
const unit = 100_000
/** What sRGB is about: browsers take it for sRGB itself when no `cHRM` says otherwise. */
const usualGamma = 45_455
/** Within it browsers take a gamma for the usual one, and no profile is written. */
const gammaTolerance = 0.01
/** Exponents beyond these leave only black or white: no file means that. */
const exponents = { min: 0.01, max: 100 }

/**
 * What `gAMA`, and `cHRM` beside it, mean (PNG specification, 11.3.2.1 and 11.3.2.2), as Chromium
 * reads them: `cHRM` alone means nothing, and without it the primaries are sRGB's.
 */
export function gammaProfile(
  gama: Buffer | undefined,
  chrm: Buffer | undefined,
): Buffer | undefined {
  if (gama?.length !== 4) return undefined
  const gamma = gama.readUInt32BE()
  const exponent = unit / gamma
  if (!(exponent >= exponents.min && exponent <= exponents.max)) return undefined
  if (chrm?.length !== 32) {
    const isUsual = Math.abs(gamma / usualGamma - 1) < gammaTolerance
    return isUsual ? undefined : matrixProfile(srgbPrimaries, powerCurve(exponent))
  }
  const at = (index: number): Chromaticity => [
    chrm.readUInt32BE(index * 8) / unit,
    chrm.readUInt32BE(index * 8 + 4) / unit,
  ]
  const primaries = { white: at(0), red: at(1), green: at(2), blue: at(3) }
  return matrixProfile(primaries, powerCurve(exponent))
}

/** Tables of printers have up to 3 MB; more is a bomb. */
const maxProfileBytes = 8_000_000
/** A name of 1 to 79 bytes, a zero, and the method of compression: always 0. */
const maxNameBytes = 80

/**
 * Unpacks an `iCCP` chunk. The library leaves out a profile for RGB in a grey picture, which
 * browsers follow.
 * @returns `undefined` when it is damaged
 */
export function readProfile(chunk: Buffer | undefined): Buffer | undefined {
  const nameEnd = chunk?.subarray(0, maxNameBytes).indexOf(0) ?? -1
  if (!chunk || nameEnd < 1 || chunk[nameEnd + 1] !== 0) return undefined
  try {
    return inflateSync(chunk.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes })
  } catch {
    // A broken profile counts as none.
    return undefined
  }
}
