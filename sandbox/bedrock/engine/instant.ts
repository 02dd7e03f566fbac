import { seededRandom } from '../../random.ts'
import type { EngineJob, Jobs } from './engine-job.ts'
import { fillWithBorderMean } from './fill/fill-with-border-mean.ts'
import { blankRaster, type Hole, type Picture, type Raster } from './raster/raster.ts'

const grey = 128

type Kind = EngineJob['kind']

const makers: { readonly [K in Kind]: (job: EngineJob<K>) => Picture } = {
  fill: (job) => fillHole(job, job.hole),
  surround: ({ picture, hole }) => fillWithBorderMean(picture, hole),
  edit: (job) => fillHole(job, holeOfPart(job)),
  recolour: (job) => fillWithBorderMean(job.picture, holeOfPart(job)),
  extend: ({ picture, margins: { left, right, up, down } }) =>
    plain({ width: picture.width + left + right, height: picture.height + up + down }),
  restyle: ({ picture }) => plain(picture),
  cutout: ({ picture }) => ({
    ...picture,
    alpha: leftHalf(picture, 255),
  }),
  find: ({ picture }) => whiteWhere(leftHalf(picture), picture),
  scene: plain,
  guided: plain,
  variation: plain,
  enlarge: plain,
}

/**
 * Does a job in no time, for benches and tests of all but the engine: the right size, kept pixels
 * kept, what is new in one colour. Words find the left half.
 */
export function runInstantJob<K extends Kind>(job: EngineJob<K>): Picture {
  return makers[job.kind](job)
}

/** What is erased takes the colour around it; what words ask for has a colour of its seed. */
function fillHole({ picture, prompt, seed }: Jobs['fill'] | Jobs['edit'], hole: Hole): Raster {
  const filled = fillWithBorderMean(picture, hole)
  if (prompt === undefined) return filled
  const random = seededRandom(seed)
  const colour = [random(), random(), random()].map((share) => Math.floor(share * 256))
  hole.forEach((isHole, pixel) => {
    if (isHole === 1) filled.data.set(colour, pixel * 3)
  })
  return filled
}

function plain({ width, height }: Pick<Raster, 'width' | 'height'>): Raster {
  const picture = blankRaster(width, height)
  picture.data.fill(grey)
  return picture
}

function leftHalf({ width, height }: Raster, value = 1): Hole {
  const half = new Uint8Array(width * height)
  for (let row = 0; row < height; row += 1) {
    half.fill(value, row * width, row * width + Math.ceil(width / 2))
  }
  return half
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
