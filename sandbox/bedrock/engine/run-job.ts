import { editPart } from './change/edit-part.ts'
import { enlarge } from './change/enlarge.ts'
import { extendPicture, surround } from './change/extend.ts'
import { paintGuided } from './change/paint-guided.ts'
import { finishAs } from './change/preset.ts'
import { recolour } from './change/recolour.ts'
import { restyle } from './change/restyle.ts'
import { vary } from './change/vary.ts'
import type { EngineJob, Jobs, Kind } from './engine-job.ts'
import { fillLarge } from './fill/fill-large.ts'
import { cutOut } from './find/cut-out.ts'
import { findPart } from './find/find-part.ts'
import { findWhole } from './find/find-whole.ts'
import type { Picture } from './raster/raster.ts'
import { paintIntoHole } from './scene/paint-into-hole.ts'
import { paintScene } from './scene/paint-scene.ts'
import { paintStillLife } from './scene/paint-still-life.ts'
import { namesThing } from './scene/plan-scene.ts'

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
