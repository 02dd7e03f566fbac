import { seededRandom } from '../../../random.ts'

/** A smooth random function of the plane, about -1..1, one bump a unit. */
export type Noise = (x: number, y: number) => number

/** Gradient noise (Perlin 2002: quintic fade) on a table shuffled by the seed. */
export function createNoise(seed: number): Noise {
  const random = seededRandom(seed)
  const table = Uint8Array.from({ length: 512 }, (_, index) => index & 255)
  for (let index = 255; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const kept = table[index]!
    table[index] = table[other]!
    table[other] = kept
  }
  table.copyWithin(256, 0, 256)
  const gradientX = Float64Array.from({ length: 256 }, (_, index) => Math.cos(index * 2.399963))
  const gradientY = Float64Array.from({ length: 256 }, (_, index) => Math.sin(index * 2.399963))
  return (x, y) => {
    const left = Math.floor(x)
    const top = Math.floor(y)
    const fx = x - left
    const fy = y - top
    const column = left & 255
    const row = top & 255
    const h00 = table[table[column]! + row]!
    const h10 = table[table[column + 1]! + row]!
    const h01 = table[table[column]! + row + 1]!
    const h11 = table[table[column + 1]! + row + 1]!
    const v00 = gradientX[h00]! * fx + gradientY[h00]! * fy
    const v10 = gradientX[h10]! * (fx - 1) + gradientY[h10]! * fy
    const v01 = gradientX[h01]! * fx + gradientY[h01]! * (fy - 1)
    const v11 = gradientX[h11]! * (fx - 1) + gradientY[h11]! * (fy - 1)
    const across = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    const down = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    const upper = v00 + (v10 - v00) * across
    const lower = v01 + (v11 - v01) * across
    return (upper + (lower - upper) * down) * 1.5
  }
}

/** Octaves of noise, each twice as fine and half as strong: about -1..1. */
export function fractal(noise: Noise, at: { x: number; y: number }, octaves: number): number {
  let { x, y } = at
  let sum = 0
  let strength = 0.55
  for (let octave = 0; octave < octaves; octave++) {
    sum += noise(x, y) * strength
    x = x * 2.03 + 17.1
    y = y * 2.03 + 9.7
    strength /= 2
  }
  return sum
}
