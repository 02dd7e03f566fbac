import type { Colour } from './colour.ts'
import { coverOf } from './edit.ts'
import type { Part, Prompt } from './job.ts'
import { fromLab, type Lab, labOf, toLab } from './lab.ts'
import { mixByCover } from './mix-by-cover.ts'
import { planScene } from './plan.ts'
import { hashText, seededRandom } from './random.ts'
import type { Cover, Raster } from './raster.ts'

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
  const { picture, prompt, seed } = job
  // Paint that runs over an edge shows more than paint that stops short of it.
  const part = { ...job.part, growPx: Math.round(job.part.growPx / 4) }
  const cover = coverOf(picture, part, false)
  const target = labOf(planScene(prompt).colours[0] ?? drawnColour(prompt, seed))
  return mixByCover(picture, fromLab(painted(toLab(picture), cover, target), picture), cover)
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
