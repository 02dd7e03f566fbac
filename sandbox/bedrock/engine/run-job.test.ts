import { expect, test } from 'vitest'
import type { EngineJob } from './engine-job.ts'
import {
  beach,
  distance,
  drawn,
  isBall,
  isShadow,
  isStripe,
  meanOf,
  pixelAt,
  striped,
} from './raster/drawn.fixture.ts'
import type { Raster } from './raster/raster.ts'
import { runJob } from './run-job.ts'

const size = { width: beach.width, height: beach.height }
const forest = drawn(80, 80, (x, y) => [20, 70 + ((x * 7 + y * 13) % 60), 30])
const inBall = Uint8Array.from({ length: 120 * 90 }, (_, pixel) =>
  isBall(pixel % 120, Math.floor(pixel / 120)) ? 255 : 0,
)
const prompt = { text: 'a sunset over the sea' }

const seeded: readonly ((seed: number) => EngineJob)[] = [
  (seed) => ({ kind: 'edit', picture: beach, part: { words: 'ball', growPx: 2 }, seed, prompt }),
  (seed) => ({
    kind: 'variation',
    picture: beach,
    companion: forest,
    ...size,
    seed,
    similarity: 0.4,
  }),
  (seed) => ({
    kind: 'guided',
    picture: beach,
    follow: 'edges',
    strength: 0.6,
    ...size,
    seed,
    prompt,
  }),
  (seed) => ({ kind: 'restyle', picture: beach, style: forest, seed, strength: 1, looseness: 0.2 }),
  (seed) => ({ kind: 'enlarge', picture: beach, width: 240, height: 180, detail: 0.5, seed }),
  (seed) => ({
    kind: 'recolour',
    picture: beach,
    part: { words: 'ball', growPx: 0 },
    seed,
    prompt: { text: 'nice' },
  }),
  (seed) => ({ kind: 'scene', ...size, seed, prompt, style: { picture: forest, fidelity: 0.8 } }),
]

test.each(seeded.map((job) => [job(1).kind, job] as const))(
  'a job %s gives the same picture for a seed, another for another',
  (_, job) => {
    const [first, again, other] = [job(1), job(1), job(2)].map((each) => runJob(each).data)
    expect([again?.join() === first?.join(), other?.join() === first?.join()]).toEqual([
      true,
      false,
    ])
  },
)

/** The share of the ball, and of the rest, that a job marks. */
function sharesOf(marked: (x: number, y: number) => number): { ball: number; rest: number } {
  const sums = { ball: 0, balls: 0, rest: 0, rests: 0 }
  for (let y = 0; y < 90; y++) {
    for (let x = 0; x < 120; x++) {
      if (isBall(x, y)) {
        sums.ball += marked(x, y)
        sums.balls++
      } else {
        sums.rest += marked(x, y)
        sums.rests++
      }
    }
  }
  return { ball: sums.ball / sums.balls, rest: sums.rest / sums.rests }
}

test('removing the background keeps the subject, its colours untouched, and little else', () => {
  const { alpha, data } = runJob({ kind: 'cutout', picture: beach })
  const { ball, rest } = sharesOf((x, y) => alpha![y * 120 + x]! / 255)
  expect(ball).toBeGreaterThan(0.85)
  expect(rest).toBeLessThan(0.06)
  expect(data).toEqual(beach.data)
})

test('the subject is whole, with stripes of another colour', () => {
  const { alpha } = runJob({ kind: 'cutout', picture: striped })
  const { ball, rest } = sharesOf((x, y) => alpha![y * 120 + x]! / 255)
  expect(ball).toBeGreaterThan(0.9)
  expect(rest).toBeLessThan(0.06)
})

test('a shadow on the ground is no part of what throws it', () => {
  const shaded = drawn(120, 90, (x, y) => {
    const share = isShadow(x, y) ? 0.62 : 1
    const [red = 0, green = 0, blue = 0] = pixelAt(beach, x, y)
    return [red * share, green * share, blue * share]
  })
  const { alpha } = runJob({ kind: 'cutout', picture: shaded })
  let kept = 0
  let all = 0
  for (let y = 0; y < 90; y++) {
    for (let x = 0; x < 120; x++) {
      if (!isShadow(x, y)) continue
      all++
      kept += alpha![y * 120 + x]! / 255
    }
  }
  expect(kept / all).toBeLessThan(0.3)
})

test('a colour named takes the place of another, light and shade stay, the rest is untouched', () => {
  const part = { cover: inBall, growPx: 0 }
  const made = runJob({ kind: 'recolour', picture: beach, part, seed: 1, prompt: { text: 'blue' } })
  const [red, , blue] = meanOf(made, isBall)
  expect(blue).toBeGreaterThan(red + 40)
  expect(distance(keptOf(made), keptOf(beach))).toBe(0)
})

/** The picture with the ball blackened. */
function keptOf(picture: Raster): Raster {
  return drawn(120, 90, (x, y) => {
    const [red = 0, green = 0, blue = 0] = isBall(x, y) ? [] : pixelAt(picture, x, y)
    return [red, green, blue]
  })
}

test('what words find is recoloured, but not what has another hue beside it', () => {
  // A bucket with a dent, in which there is sand.
  const isDent = (x: number, y: number) => x > 66 && x < 74 && y > 60
  const isBlue = (x: number, y: number) => isBall(x, y) && !isDent(x, y)
  const picture = drawn(120, 90, (x, y) => {
    const [red = 0, green = 0, blue = 0] = isDent(x, y) ? [205, 180, 130] : pixelAt(beach, x, y)
    return isBlue(x, y) ? [30, 60, 200] : [red, green, blue]
  })
  const part = { words: 'blue bucket', growPx: 0 }
  const made = runJob({ kind: 'recolour', picture, part, seed: 1, prompt: { text: 'green' } })
  const [, green, blue] = meanOf(made, isBlue)
  expect(green).toBeGreaterThan(blue + 40)
  const inDent = (x: number, y: number) => isBall(x, y) && isDent(x, y)
  const [before, after] = [meanOf(picture, inDent), meanOf(made, inDent)]
  for (const channel of [0, 1, 2]) {
    expect(Math.abs(after[channel]! - before[channel]!)).toBeLessThan(12)
  }
})

test('of a thing with a colour, what has none keeps its own: a stripe, a shadow beside it', () => {
  const picture = drawn(120, 90, (x, y) => {
    const share = isShadow(x, y) ? 0.5 : 1
    const [red = 0, green = 0, blue = 0] = pixelAt(striped, x, y)
    return [red * share, green * share, blue * share]
  })
  const part = { words: 'red ball', growPx: 0 }
  const made = runJob({ kind: 'recolour', picture, part, seed: 1, prompt: { text: 'blue' } })
  for (const isAsked of [isStripe, isShadow]) {
    const [before, after] = [meanOf(picture, isAsked), meanOf(made, isAsked)]
    for (const channel of [0, 1, 2]) {
      expect(Math.abs(after[channel]! - before[channel]!)).toBeLessThan(16)
    }
  }
})

test('a colour may be dark or pale', () => {
  const part = { cover: inBall, growPx: 0 }
  const [dark, plain, pale] = ['dark green', 'green', 'pale green'].map((text) => {
    const made = runJob({ kind: 'recolour', picture: beach, part, seed: 1, prompt: { text } })
    return meanOf(made, isBall)[1]
  }) as [number, number, number]
  expect(plain).toBeGreaterThan(dark + 25)
  expect(pale).toBeGreaterThan(plain + 25)
})

test('what is half covered changes by half', () => {
  const edit = (level: number): Raster =>
    runJob({
      kind: 'edit',
      picture: beach,
      part: { cover: inBall.map((value) => (value > 0 ? level : 0)), growPx: 0 },
      seed: 1,
    })
  const [whole, half] = [edit(255), edit(128)]
  // 128 of 255 is the share of the change that comes through, to the rounding of a level.
  const middle = drawn(120, 90, (x, y) => {
    const [from, to] = [pixelAt(beach, x, y), pixelAt(whole, x, y)]
    const at = (channel: number) =>
      Math.round(from[channel]! + ((to[channel]! - from[channel]!) * 128) / 255)
    return [at(0), at(1), at(2)]
  })
  expect(distance(half, middle)).toBe(0)
  expect(distance(whole, beach)).toBeGreaterThan(1)
})

test('a mask that grows changes more, by so many pixels each way', () => {
  const cover = new Uint8Array(120 * 90)
  cover[60 * 120 + 70] = 255
  const changedWith = (growPx: number): number => {
    const made = runJob({ kind: 'edit', picture: beach, part: { cover, growPx }, seed: 1 })
    let last = 70
    for (let x = 70; x < 120; x++) {
      if (pixelAt(made, x, 60).join() !== pixelAt(beach, x, 60).join()) last = x
    }
    return last - 70
  }
  expect(changedWith(0)).toBe(0)
  expect(changedWith(6)).toBeGreaterThan(3)
  expect(changedWith(6)).toBeLessThanOrEqual(6)
})

test('a picture with margins holds the picture as it was', () => {
  const margins = { left: 10, right: 20, up: 5, down: 8 }
  const made = runJob({ kind: 'extend', picture: beach, margins, seed: 1, prompt: { text: '' } })
  expect([made.width, made.height]).toEqual([150, 103])
  const inner = drawn(120, 90, (x, y) => {
    const [red = 0, green = 0, blue = 0] = pixelAt(made, x + 10, y + 5)
    return [red, green, blue]
  })
  expect(inner.data).toEqual(beach.data)
  // The sky goes on above, the sand below.
  expect(meanOf(made, (_, y) => y < 5)[2]).toBeGreaterThan(180)
  expect(meanOf(made, (_, y) => y >= 98)[2]).toBeLessThan(160)
})

test('a picture goes on with its ground at the same height and its subject not a second time', () => {
  const margins = { left: 30, right: 0, up: 0, down: 0 }
  const prompt = { text: '' }
  const made = runJob({ kind: 'extend', picture: beach, margins, seed: 1, prompt })
  const isNew = (x: number): boolean => x < 30
  // Sky down to row 40 and sand below it, to a row or two and a byte of grain and vote.
  expect(meanOf(made, (x, y) => isNew(x) && y < 38)[2]).toBeGreaterThan(215)
  expect(meanOf(made, (x, y) => isNew(x) && y > 42)[2]).toBeLessThan(140)
  let red = 0
  for (let y = 0; y < 90; y++) {
    for (let x = 0; x < 30; x++) if (pixelAt(made, x, y)[1]! < 110) red++
  }
  expect(red).toBe(0)
})

test('around a subject precise leaves it alone, else its rim may change; what is named comes behind', () => {
  const hole = inBall.map((value) => (value > 0 ? 0 : 1))
  const surround = (isPrecise: boolean): Raster =>
    runJob({
      kind: 'surround',
      picture: beach,
      hole,
      seed: 1,
      prompt: { text: 'a forest at night' },
      isPrecise,
    })
  const [precise, loose] = [surround(true), surround(false)]
  const core = (x: number, y: number): boolean => (x - 70) ** 2 + (y - 60) ** 2 < 4 ** 2
  const inside = (picture: Raster, isAsked: typeof isBall) =>
    distance(
      drawn(120, 90, (x, y) =>
        isAsked(x, y) ? (pixelAt(picture, x, y) as [number, number, number]) : [0, 0, 0],
      ),
      drawn(120, 90, (x, y) =>
        isAsked(x, y) ? (pixelAt(beach, x, y) as [number, number, number]) : [0, 0, 0],
      ),
    )
  expect(inside(precise, isBall)).toBe(0)
  expect(inside(loose, isBall)).toBeGreaterThan(0)
  expect(inside(loose, core)).toBe(0)
  expect(Math.max(...meanOf(precise, (x, y) => !isBall(x, y)))).toBeLessThan(90)
})

test('a canvas with a border that fits it to a model’s sizes is still a picture that goes on', () => {
  // Kept: the picture between x 20 and 100, and a border of 4 pixels above and below.
  const hole = Uint8Array.from({ length: 120 * 90 }, (_, pixel) => {
    const [x, y] = [pixel % 120, Math.floor(pixel / 120)]
    return y < 4 || y >= 86 || (x >= 20 && x < 100) ? 0 : 1
  })
  const made = runJob({
    kind: 'surround',
    picture: beach,
    hole,
    seed: 1,
    prompt: { text: 'a forest at night' },
    isPrecise: true,
  })
  // The sand goes on to both sides, not a forest at night.
  const [red, , blue] = meanOf(made, (x, y) => y > 50 && y < 86 && (x < 20 || x >= 100))
  expect([red > 180, blue > 100 && blue < 160]).toEqual([true, true])
})

test('when all around a subject is to be new, what is named comes behind it up to its edge', () => {
  const cover = inBall.map((value) => 255 - value)
  const part = { cover, growPx: 0 }
  const asked = { text: 'a forest at night' }
  const made = runJob({ kind: 'edit', picture: beach, part, seed: 1, prompt: asked })
  expect(meanOf(made, isBall)).toEqual(meanOf(beach, isBall))
  const isNext = (x: number, y: number): boolean =>
    !isBall(x, y) && (x - 70) ** 2 + (y - 60) ** 2 < 19 ** 2
  // The ball's own red would show if its surroundings were filled from it first.
  expect(Math.max(...meanOf(made, isNext))).toBeLessThan(90)
})

test('a variation strays the further the less similar it is to be; 1 is the picture', () => {
  const vary = (similarity: number): Raster =>
    runJob({ kind: 'variation', picture: beach, companion: beach, ...size, seed: 4, similarity })
  expect(vary(1).data).toEqual(beach.data)
  const [near, far] = [distance(vary(0.9), beach), distance(vary(0.2), beach)]
  expect(near).toBeGreaterThan(0)
  expect(far).toBeGreaterThan(near * 2)
})

test('a guided picture is the scene at strength 0, and has the guide’s layout at 1', () => {
  const scene = runJob({ kind: 'scene', ...size, seed: 5, prompt })
  const guided = (strength: number, follow: 'edges' | 'regions' = 'regions'): Raster =>
    runJob({ kind: 'guided', picture: beach, follow, strength, ...size, seed: 5, prompt })
  expect(distance(guided(0), scene)).toBeLessThan(2)
  const contrastAtRim = (picture: Raster): number => {
    const ring = (least: number, most: number) => (x: number, y: number) => {
      const away = Math.hypot(x - 70, y - 60)
      return away >= least && away < most
    }
    const [inner, outer] = [meanOf(picture, ring(0, 12)), meanOf(picture, ring(18, 24))]
    return Math.abs(inner[0] + inner[1] + inner[2] - outer[0] - outer[1] - outer[2])
  }
  expect(contrastAtRim(guided(1))).toBeGreaterThan(contrastAtRim(scene) + 30)
  expect(guided(1, 'edges')).not.toEqual(guided(1))
})

test('closed areas of a line drawing are painted each in one colour, the words’ first', () => {
  const drawing = drawn(120, 90, (x, y) => {
    const isLine =
      x >= 30 && x <= 80 && y >= 30 && y <= 70 && (x < 33 || x > 77 || y < 33 || y > 67)
    return isLine ? [0, 0, 0] : [255, 255, 255]
  })
  const made = runJob({
    kind: 'guided',
    picture: drawing,
    follow: 'edges',
    strength: 1,
    ...size,
    seed: 0,
    prompt: { text: 'a crimson gate by the sea' },
  })
  const [red, green, blue] = meanOf(made, (x, y) => x > 40 && x < 70 && y > 40 && y < 60)
  expect(red).toBeGreaterThan(Math.max(green, blue) + 40)
})

test('a restyled picture has the palette of its style, and less of it at less strength', () => {
  const restyled = (strength: number) =>
    meanOf(
      runJob({ kind: 'restyle', picture: beach, style: forest, seed: 1, strength, looseness: 0 }),
    )
  const towards = ([red, green, blue]: readonly [number, number, number]) =>
    green - (red + blue) / 2
  expect(towards(restyled(1))).toBeGreaterThan(40)
  expect(towards(restyled(0.3))).toBeLessThan(towards(restyled(1)))
})

test('an enlarged picture has the size asked for, stays within its levels and keeps its edges sharp', () => {
  const edge = drawn(40, 40, (x, y) => (x + y < 40 ? [30, 30, 30] : [220, 220, 220]))
  const made = runJob({
    kind: 'enlarge',
    picture: edge,
    width: 160,
    height: 160,
    detail: 0,
    seed: 1,
  })
  expect([made.width, made.height]).toEqual([160, 160])
  expect(Math.min(...made.data)).toBeGreaterThanOrEqual(29)
  expect(Math.max(...made.data)).toBeLessThanOrEqual(221)
  const between = Array.from({ length: 160 }, (_, x) => pixelAt(made, x, 80)[0]!).filter(
    (value) => value > 60 && value < 190,
  )
  // Bilinear interpolation would give four.
  expect(between.length).toBeLessThanOrEqual(4)
})

test.each([
  'pixel-art',
  'line-art',
  'comic-book',
  'analog-film',
  'neon-punk',
  'cinematic',
  'anime',
])('a preset %s changes how a scene looks, not what the words made', (style) => {
  const scene = (more: object): Raster =>
    runJob({ kind: 'scene', ...size, seed: 5, prompt: { ...prompt, ...more } })
  const plain = scene({})
  expect(distance(scene({ style }), plain)).toBeGreaterThan(1)
  expect(distance(scene({ style: 'photographic' }), plain)).toBe(0)
})
