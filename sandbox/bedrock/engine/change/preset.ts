import { seededRandom } from '../../../random.ts'
import { paintedOver } from '../raster/kuwahara.ts'
import { fromLab, type Lab, toLab } from '../raster/lab.ts'
import { type Size, smooth, steepness } from '../raster/plane.ts'
import { blankRaster, type Raster } from '../raster/raster.ts'

type Finish = (lab: Lab, size: Size, seed: number) => Lab

const painted: Finish = (lab, size) => paintedOver(lab, size, shorterOf(size) / 70)
const inked: Finish = (lab, size) => {
  const flat = paintedOver(lab, size, shorterOf(size) / 90)
  const lines = steepness(smooth(lab.light, size, 1), size)
  return {
    light: flat.light.map((value, at) => Math.round(value * 7) / 7 - Math.min(0.5, lines[at]! * 5)),
    a: flat.a.map((value) => value * 1.3),
    b: flat.b.map((value) => value * 1.3),
  }
}
const sketched: Finish = (lab, size) => {
  const lines = steepness(smooth(lab.light, size, 1), size)
  const none = new Float32Array(lines.length)
  return { light: lines.map((value) => 0.97 - Math.min(0.75, value * 9)), a: none, b: none }
}
const filmed: Finish = (lab, _, seed) => {
  const random = seededRandom(seed)
  return {
    light: lab.light.map((value) => 0.08 + value * 0.86 + (random() - 0.5) * 0.05),
    a: lab.a.map((value) => value * 0.8 + 0.006),
    b: lab.b.map((value) => value * 0.8 + 0.018),
  }
}
const neon: Finish = (lab) => ({
  light: lab.light.map((value) => value ** 1.6),
  a: lab.a.map((value, at) => value * 1.4 + (lab.light[at]! - 0.4) * 0.16),
  b: lab.b.map((value) => value * 1.2 - 0.07),
})
const graded: Finish = (lab) => ({
  light: lab.light.map((value) => value + Math.sin((value - 0.5) * Math.PI) * 0.05),
  a: lab.a.map((value, at) => value + (lab.light[at]! - 0.5) * 0.03),
  b: lab.b.map((value, at) => value + (lab.light[at]! - 0.5) * 0.09),
})

/** What the models' presets look like; those that are not here leave the picture as it is. */
const finishes: ReadonlyMap<string, Finish> = new Map([
  ...'digital-art fantasy-art soft-digital-painting modeling-compound 3d-model low-poly origami'
    .split(' ')
    .map((name) => [name, painted] as const),
  ...'anime comic-book graphic-novel-illustration flat-vector-illustration isometric'
    .split(' ')
    .map((name) => [name, inked] as const),
  ...'line-art design-sketch'.split(' ').map((name) => [name, sketched] as const),
  ...'analog-film midcentury-retro'.split(' ').map((name) => [name, filmed] as const),
  ...'neon-punk maximalism'.split(' ').map((name) => [name, neon] as const),
  ...'cinematic 3d-animated-family-film'.split(' ').map((name) => [name, graded] as const),
])

/** Gives a picture the look of a preset, e.g. `comic-book`. */
export function finishAs(picture: Raster, preset: string | undefined, seed: number): Raster {
  if (preset === 'pixel-art') return pixelated(picture)
  const finish = preset === undefined ? undefined : finishes.get(preset)
  if (finish === undefined) return picture
  return fromLab(finish(toLab(picture), picture, seed), picture)
}

/** Squares of one colour each, about a hundred along the shorter side. */
function pixelated(picture: Raster): Raster {
  const { width, height, data } = picture
  const made = blankRaster(width, height)
  const side = Math.max(1, Math.round(shorterOf(picture) / 100))
  for (let y = 0; y < height; y++) {
    const row = Math.min(height - 1, y - (y % side) + (side >> 1)) * width
    for (let x = 0; x < width; x++) {
      const from = (row + Math.min(width - 1, x - (x % side) + (side >> 1))) * 3
      for (let channel = 0; channel < 3; channel++) {
        made.data[(y * width + x) * 3 + channel] = Math.round(data[from + channel]! / 25.5) * 25.5
      }
    }
  }
  return made
}

function shorterOf({ width, height }: Size): number {
  return Math.min(width, height)
}
