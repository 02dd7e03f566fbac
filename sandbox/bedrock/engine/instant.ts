import type { EngineJob } from './engine-job.ts'
import { blankRaster, type Hole, type Picture, type Raster } from './raster.ts'

const grey = [128, 128, 128] as const

type Kind = EngineJob['kind']

const makers: { readonly [K in Kind]: (job: EngineJob<K>) => Picture } = {
  fill: ({ picture, hole }) => fillWithBorderMean(picture, hole),
  surround: ({ picture, hole }) => fillWithBorderMean(picture, hole),
  edit: (job) => fillWithBorderMean(job.picture, holeOfPart(job)),
  recolour: (job) => fillWithBorderMean(job.picture, holeOfPart(job)),
  extend: ({ picture, margins: { left, right, up, down } }) =>
    plain({ width: picture.width + left + right, height: picture.height + up + down }),
  restyle: ({ picture }) => plain(picture),
  cutout: ({ picture }) => ({
    ...picture,
    alpha: Uint8Array.from(leftHalf(picture), (half) => half * 255),
  }),
  find: ({ picture }) => whiteWhere(leftHalf(picture), picture),
  scene: plain,
  guided: plain,
  variation: plain,
  enlarge: plain,
}

/**
 * Does a job in no time, for benches and tests of protocols: the right size, kept pixels kept, what
 * is new in one colour. Words find the left half.
 */
export function runInstantJob<K extends Kind>(job: EngineJob<K>): Picture {
  return makers[job.kind](job)
}

function plain({ width, height }: Pick<Raster, 'width' | 'height'>): Raster {
  const picture = blankRaster(width, height)
  picture.data.fill(grey[0])
  return picture
}

function leftHalf({ width, height }: Raster): Hole {
  return new Uint8Array(width * height).map((_, pixel) => (pixel % width < width / 2 ? 1 : 0))
}

function holeOfPart({ picture, part }: Extract<EngineJob, { kind: 'edit' | 'recolour' }>): Hole {
  return 'cover' in part ? part.cover.map((value) => (value > 0 ? 1 : 0)) : leftHalf(picture)
}

function whiteWhere(hole: Hole, { width, height }: Raster): Raster {
  const made = blankRaster(width, height)
  hole.forEach((isHole, pixel) => {
    if (isHole === 1) made.data.fill(255, pixel * 3, pixel * 3 + 3)
  })
  return made
}
/** @returns a new picture, the hole filled with the mean of the known pixels that touch it */
export function fillWithBorderMean(picture: Raster, hole: Hole): Raster {
  const { width, height } = picture
  const data = Uint8Array.from(picture.data)
  const [red, green, blue] = borderMean(picture, hole)
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    data[pixel * 3] = red
    data[pixel * 3 + 1] = green
    data[pixel * 3 + 2] = blue
  }
  return { width, height, data }
}

function borderMean(
  { width, data }: Raster,
  hole: Hole,
): readonly [red: number, green: number, blue: number] {
  let red = 0
  let green = 0
  let blue = 0
  let count = 0
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 1 || !touchesHole(hole, pixel, width)) continue
    red += data[pixel * 3]!
    green += data[pixel * 3 + 1]!
    blue += data[pixel * 3 + 2]!
    count++
  }
  if (count === 0) return grey
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)]
}

function touchesHole(hole: Hole, pixel: number, width: number): boolean {
  const x = pixel % width
  return (
    (x > 0 && hole[pixel - 1] === 1) ||
    (x < width - 1 && hole[pixel + 1] === 1) ||
    hole[pixel - width] === 1 ||
    hole[pixel + width] === 1
  )
}
