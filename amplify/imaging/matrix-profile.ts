import { iccHeaderBytes } from './icc-tags.ts'

/** A place in the CIE 1931 chromaticity diagram. */
export type Chromaticity = readonly [x: number, y: number]

/** Where a colour space has its white and its pure colours. */
export type Primaries = Readonly<Record<'white' | 'red' | 'green' | 'blue', Chromaticity>>

/** The white of daylight that most screens have (CIE D65). */
export const d65: Chromaticity = [0.3127, 0.329]

/** ITU-R BT.709, which sRGB shares. */
export const srgbPrimaries: Primaries = {
  white: d65,
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
}

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** The white that profiles are adapted to (ICC.1:2022, 7.2.16). */
const d50: Triple = [0.9642, 1, 0.8249]

/** The cone response matrix that adapts whites (Bradford; ICC.1:2022, annex E). */
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]

/**
 * Writes an ICC profile of version 4 for RGB, of three primaries and one curve for all channels. The
 * same input gives the same bytes.
 * @param curve a whole `curv` or `para` tag: what a number means in linear light
 * @returns `undefined` for primaries that span no triangle
 */
export function matrixProfile(primaries: Primaries, curve: Buffer): Buffer | undefined {
  const colorants = colorantsOf(primaries)
  if (!colorants) return undefined
  const [red, green, blue] = colorants
  return assemble([
    ['desc', words('RGB of the picture')],
    ['cprt', words('No copyright')],
    ['wtpt', xyz(d50)],
    ['rXYZ', xyz(red)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ])
}

/** A curve of one exponent: light = number ^ `exponent` (parametric type 0). */
export function powerCurve(exponent: number): Buffer {
  return parametric(0, [exponent])
}

/** A curve that is straight near black: (a·x + b) ^ g from `d` on, c·x below (parametric type 3). */
export function toedCurve(of: { g: number; a: number; b: number; c: number; d: number }): Buffer {
  return parametric(3, [of.g, of.a, of.b, of.c, of.d])
}

/** The XYZ of each pure colour, adapted to D50; together they give its white. */
function colorantsOf({ white, red, green, blue }: Primaries): Matrix | undefined {
  if ([white, red, green, blue].some(([, y]) => y <= 0)) return undefined
  const pure: Matrix = [xyzOf(red), xyzOf(green), xyzOf(blue)]
  const light = xyzOf(white)
  const shares = solve(pure, light)
  if (!shares?.every((share) => share > 0)) return undefined
  const seen = times(bradford, light)
  const wanted = times(bradford, d50)
  const adapt = (colour: Triple, share: number): Triple | undefined => {
    const cones = times(bradford, scaled(colour, [share, share, share]))
    const ratio: Triple = [wanted[0] / seen[0], wanted[1] / seen[1], wanted[2] / seen[2]]
    return solve(columnsOf(bradford), scaled(cones, ratio))
  }
  const [r, g, b] = pure.map((colour, at) => adapt(colour, shares[at] ?? 0))
  return r && g && b && [r, g, b]
}

/** XYZ of a chromaticity at brightness 1. */
function xyzOf([x, y]: Chromaticity): Triple {
  return [x / y, 1, (1 - x - y) / y]
}

function scaled(one: Triple, by: Triple): Triple {
  return [one[0] * by[0], one[1] * by[1], one[2] * by[2]]
}

function times([one, two, three]: Matrix, by: Triple): Triple {
  const dot = (row: Triple): number => row[0] * by[0] + row[1] * by[1] + row[2] * by[2]
  return [dot(one), dot(two), dot(three)]
}

function columnsOf([one, two, three]: Matrix): Matrix {
  return [
    [one[0], two[0], three[0]],
    [one[1], two[1], three[1]],
    [one[2], two[2], three[2]],
  ]
}

/** How much of each column makes `sum` (Cramer's rule). */
function solve([one, two, three]: Matrix, sum: Triple): Triple | undefined {
  const whole = determinant(one, two, three)
  if (Math.abs(whole) < 1e-9) return undefined
  return [
    determinant(sum, two, three) / whole,
    determinant(one, sum, three) / whole,
    determinant(one, two, sum) / whole,
  ]
}

function determinant(a: Triple, b: Triple, c: Triple): number {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    b[0] * (a[1] * c[2] - a[2] * c[1]) +
    c[0] * (a[1] * b[2] - a[2] * b[1])
  )
}

function parametric(kind: number, values: readonly number[]): Buffer {
  const data = Buffer.alloc(4 + 4 * values.length)
  data.writeUInt16BE(kind)
  for (const [at, value] of values.entries()) data.writeInt32BE(fixed(value), 4 + at * 4)
  return tagged('para', data)
}

function xyz(values: Triple): Buffer {
  const data = Buffer.alloc(12)
  for (const [at, value] of values.entries()) data.writeInt32BE(fixed(value), at * 4)
  return tagged('XYZ ', data)
}

/** Signed, with 16 bits after the point. */
function fixed(value: number): number {
  return Math.round(value * 65_536)
}

/** A text in one language (`multiLocalizedUnicodeType`). */
function words(text: string): Buffer {
  const head = Buffer.alloc(20)
  head.writeUInt32BE(1)
  head.writeUInt32BE(12, 4)
  head.write('enUS', 8, 'latin1')
  head.writeUInt32BE(text.length * 2, 12)
  head.writeUInt32BE(28, 16)
  return tagged('mluc', Buffer.concat([head, Buffer.from(text, 'utf16le').swap16()]))
}

/** Every tag begins with its type and four zeros. */
function tagged(type: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), data])
}

function assemble(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  const parts: Buffer[] = []
  let at = iccHeaderBytes + table.length
  for (const [index, [tag, data]] of tags.entries()) {
    table.write(tag, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(data.length, 12 + index * 12)
    // Each begins on a multiple of four.
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)])
    parts.push(padded)
    at += padded.length
  }
  return Buffer.concat([headerOf(at), table, ...parts])
}

function headerOf(size: number): Buffer {
  const header = Buffer.alloc(iccHeaderBytes)
  header.writeUInt32BE(size)
  header.writeUInt32BE(0x04_40_00_00, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  // A date is compulsory; it is always the same, so that the bytes are.
  for (const [at, part] of [2026, 1, 1].entries()) header.writeUInt16BE(part, 24 + at * 2)
  header.write('acsp', 36, 'latin1')
  xyz(d50).copy(header, 68, 8)
  return header
}
