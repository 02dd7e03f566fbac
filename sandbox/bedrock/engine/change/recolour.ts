import { hashText, seededRandom } from '../../../random.ts'
import type { Part, Prompt } from '../engine-job.ts'
import { findPart } from '../find/find-part.ts'
import { saturationAt } from '../find/likeness.ts'
import { type Colour, smoothstep } from '../raster/colour.ts'
import { growCover } from '../raster/grow-cover.ts'
import { fromLab, type Lab, labOf, toLab } from '../raster/lab.ts'
import { mixByCover } from '../raster/mix-by-cover.ts'
import { type Cover, clamp, type Raster } from '../raster/raster.ts'
import { planScene } from '../scene/plan-scene.ts'

/**
 * Gives a part of a picture the first colour that the prompt names, another one by the seed when it
 * names none; light, shade and texture stay.
 */
export function recolour(job: {
  readonly picture: Raster
  readonly part: Part
  readonly seed: number
  readonly prompt: Prompt
}): Raster {
  const { picture, part, prompt, seed } = job
  const lab = toLab(picture)
  const given = 'cover' in part ? part.cover : surePart(picture, part.words)
  // Paint that runs over an edge shows more than paint that stops short of it.
  const grown = growCover(picture, given, Math.round(part.growPx / 4))
  const cover = 'cover' in part ? grown : ofItsColour(lab, grown)
  const target = labOf(planScene(prompt).colours[0] ?? drawnColour(prompt, seed))
  return mixByCover(picture, fromLab(painted(lab, cover, target), picture), cover)
}

/** Below this a colour is a grey, and has no hue to speak of. */
const minChroma = 0.02

/**
 * What is of quite another hue than most of the part is not meant: the sand around a blue bucket.
 * Nor is, of a part that has a colour, what has none: its shadow, the white stripes of a red ball.
 */
function ofItsColour(lab: Lab, cover: Cover): Cover {
  let [a, b, sum, saturations] = [0, 0, 1e-6, 0]
  cover.forEach((share, pixel) => {
    a += lab.a[pixel]! * share
    b += lab.b[pixel]! * share
    sum += share
    saturations += saturationAt(lab, pixel) * share
  })
  const main = Math.hypot(a, b)
  if (main / sum < minChroma) return cover
  return cover.map((share, pixel) => {
    if (share === 0) return 0
    const [u, v] = [lab.a[pixel]!, lab.b[pixel]!]
    const likeness = (u * a + v * b) / (Math.hypot(u, v) * main + 1e-6)
    const saturation = (saturationAt(lab, pixel) * sum) / saturations
    return share * smoothstep(0, 0.5, likeness) * smoothstep(0.2, 0.45, saturation)
  })
}

/** What words find less surely than this, of 255, is left alone; from there on it soon is all of its colour. */
const unsure = { from: 40, to: 104 }

function surePart(picture: Raster, words: string): Cover {
  const { data } = findPart(picture, words)
  return Uint8Array.from({ length: data.length / 3 }, (_, pixel) =>
    clamp(((data[pixel * 3]! - unsure.from) / (unsure.to - unsure.from)) * 255, 0, 255),
  )
}

function drawnColour({ text }: Prompt, seed: number): Colour {
  const random = seededRandom(seed ^ hashText(text))
  return [60 + random() * 160, 60 + random() * 160, 60 + random() * 160]
}

/** The part's mean becomes the colour; what differed from the mean differs from the colour. */
function painted(
  lab: Lab,
  cover: Cover,
  [light, a, b]: readonly [light: number, a: number, b: number],
): Lab {
  let sum = 1e-6
  let meanLight = 0
  let meanChroma = 1e-6
  for (let pixel = 0; pixel < cover.length; pixel++) {
    const share = cover[pixel]!
    sum += share
    meanLight += lab.light[pixel]! * share
    meanChroma += Math.hypot(lab.a[pixel]!, lab.b[pixel]!) * share
  }
  meanLight /= sum
  meanChroma /= sum
  const shift = (light - meanLight) * 0.6
  // Of a grey thing all is equally coloured; of a coloured one what was stronger stays stronger.
  const even = Math.max(0, 1 - meanChroma / 0.06)
  const strengthAt = (pixel: number): number => {
    const own = Math.hypot(lab.a[pixel]!, lab.b[pixel]!) / meanChroma
    const shade = Math.min(1, Math.max(0, (lab.light[pixel]! + shift) / 0.25))
    return (even + (1 - even) * (0.4 + 0.6 * Math.min(1.4, own))) * shade
  }
  return {
    light: lab.light.map((value) => Math.min(1, Math.max(0, value + shift))),
    a: lab.a.map((_, pixel) => a * strengthAt(pixel)),
    b: lab.b.map((_, pixel) => b * strengthAt(pixel)),
  }
}
