import { fillHole } from './fill.ts'
import type { Hole, Raster } from './raster.ts'
import { paintIntoHole } from './replace.ts'
import { paintScene } from './scene.ts'

/** One picture to make. The same job gives the same picture on every machine. */
export type EngineJob =
  /** Makes the hole new from the rest of the picture; with a prompt, something of the prompt. */
  | {
      readonly kind: 'fill'
      readonly picture: Raster
      readonly hole: Hole
      readonly seed: number
      readonly prompt?: Prompt
    }
  /** Paints a picture from words alone. */
  | {
      readonly kind: 'scene'
      readonly width: number
      readonly height: number
      readonly seed: number
      readonly prompt: Prompt
    }

export type Prompt = {
  readonly text: string
  readonly negativeText?: string
  /** `#rrggbb`: to be used instead of the colours that the words name. */
  readonly colors?: readonly string[]
}

/** Runs one job to its end on this thread: from milliseconds to some seconds of processor time. */
export function runJob(job: EngineJob): Raster {
  if (job.kind === 'scene') return paintScene(job)
  const { hole, prompt, seed } = job
  const filled = fillHole(job.picture, hole, seed)
  return prompt === undefined ? filled : paintIntoHole({ filled, hole, prompt, seed })
}
