import * as z from 'zod'
import type { Picture } from '../engine/raster/raster.ts'
import { readImage } from '../images.ts'
import type { Model, ModelTools } from './model.ts'
import {
  aspectRatio,
  generatorFormat,
  generatorSeed,
  image,
  imageLimits,
  negativePrompt,
  outputFormat,
  prompt,
  promptOf,
  seed,
  sizeOf,
} from './stability-fields.ts'
import { createStabilityModel } from './stability-model.ts'

const mode = z.enum(['text-to-image', 'image-to-image']).default('text-to-image')
const strength = z.number().min(0).max(1).optional()

type Drawn = {
  readonly prompt: string
  readonly negative_prompt?: string | undefined
  readonly aspect_ratio?: Parameters<typeof sizeOf>[0]
  readonly mode?: z.infer<typeof mode>
  readonly image?: string | undefined
  readonly strength?: number | undefined
}

/** An image goes with its mode; where the strength has no default, with that too. */
function modeFault(request: Drawn, needsStrength: boolean): string | undefined {
  if (request.mode !== 'image-to-image') {
    if (request.image !== undefined) return 'image: only valid with mode image-to-image'
    return request.strength === undefined
      ? undefined
      : 'strength: only valid with mode image-to-image'
  }
  if (request.image === undefined) return 'image: required with mode image-to-image'
  if (needsStrength && request.strength === undefined) {
    return 'strength: required with mode image-to-image'
  }
  return request.aspect_ratio === undefined
    ? undefined
    : 'aspect_ratio: only valid with mode text-to-image'
}

/** Strength 0 keeps the picture, 1 keeps nothing of it. */
async function draw(request: Drawn, drawn: number, tools: ModelTools): Promise<Picture> {
  const { strength: change = 0.35 } = request
  if (request.image === undefined || change === 1) {
    const size = sizeOf(request.aspect_ratio)
    return tools.engine.run({ kind: 'scene', ...size, seed: drawn, prompt: promptOf(request) })
  }
  const picture = await readImage('image', request.image, imageLimits)
  const { width, height } = picture
  return tools.engine.run({
    kind: 'variation',
    picture,
    companion: picture,
    width,
    height,
    seed: drawn,
    similarity: 1 - change,
    prompt: promptOf(request),
  })
}

/** Stable Image Core v1.1, Ultra v1.1 and Stable Diffusion 3.5 Large. */
export const stabilityGenerators: readonly Model[] = [
  createStabilityModel({
    id: 'stability.stable-image-core-v1:1',
    name: 'Stable Image Core 1.0',
    requestsPerMinute: 90,
    fields: {
      prompt,
      negative_prompt: negativePrompt,
      seed: generatorSeed,
      output_format: generatorFormat,
      aspect_ratio: aspectRatio,
    },
    make: draw,
  }),
  createStabilityModel({
    id: 'stability.stable-image-ultra-v1:1',
    name: 'Stable Image Ultra 1.0',
    requestsPerMinute: 10,
    fields: {
      prompt,
      negative_prompt: negativePrompt,
      mode,
      strength,
      seed: generatorSeed,
      output_format: generatorFormat,
      image: image.optional(),
      aspect_ratio: aspectRatio,
    },
    fault: (request) => modeFault(request, false),
    make: draw,
  }),
  createStabilityModel({
    id: 'stability.sd3-5-large-v1:0',
    name: 'Stable Diffusion 3.5 Large',
    requestsPerMinute: 15,
    fields: {
      prompt,
      negative_prompt: negativePrompt,
      mode,
      strength,
      seed,
      output_format: outputFormat,
      image: image.optional(),
      aspect_ratio: aspectRatio,
    },
    fault: (request) => modeFault(request, true),
    make: draw,
  }),
]
