import { cutOut } from './cutout.ts'
import { editPart } from './edit.ts'
import type { EngineJob, Jobs, Kind } from './engine-job.ts'
import { enlarge } from './enlarge.ts'
import { extendPicture, surround } from './extend.ts'
import { findPart } from './find.ts'
import { paintGuided } from './guided.ts'
import { fillLarge } from './large-fill.ts'
import { namesThing } from './plan.ts'
import { finishAs } from './preset.ts'
import type { Picture } from './raster.ts'
import { recolour } from './recolour.ts'
import { paintIntoHole } from './replace.ts'
import { restyle } from './restyle.ts'
import { paintScene } from './scene.ts'
import { paintStillLife } from './still-life.ts'
import { vary } from './vary.ts'
import { findWhole } from './whole.ts'

const makers: { readonly [Each in Kind]: (job: Jobs[Each]) => Picture } = {
  fill: ({ picture, hole, prompt, seed }) => {
    const filled = fillLarge(picture, hole, { seed })
    return prompt === undefined ? filled : paintIntoHole({ filled, hole, prompt, seed })
  },
  edit: editPart,
  recolour,
  surround,
  extend: (job) =>
    surround({ ...job, ...extendPicture(job.picture, job.margins), isPrecise: true }),
  scene: ({ style, ...job }) => {
    const drawn = namesThing(job.prompt) ? paintStillLife(job) : paintScene(job)
    const picture = finishAs(drawn, job.prompt.style, job.seed)
    if (style === undefined) return picture
    const { picture: model, fidelity: strength } = style
    return restyle({ picture, style: model, seed: job.seed, strength, looseness: 0 })
  },
  guided: (job) => finishAs(paintGuided(job), job.prompt.style, job.seed),
  variation: (job) => finishAs(vary(job), job.prompt?.style, job.seed),
  restyle,
  cutout: ({ picture }) => cutOut(picture),
  find: ({ picture, words, isWhole = false }) =>
    isWhole ? findWhole(picture, words) : findPart(picture, words),
  enlarge,
}

/** Runs one job to its end on this thread: from milliseconds to some seconds of processor time. */
export function runJob<K extends Kind>(job: EngineJob<K>): Picture {
  return makers[job.kind](job)
}
