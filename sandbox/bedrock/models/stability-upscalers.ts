import * as z from 'zod'
import { readImage } from '../images.ts'
import type { Model } from './model.ts'
import {
  drawnWith,
  image,
  negativePrompt,
  outputFormat,
  prompt,
  seed,
  upscaleLimits,
} from './stability-fields.ts'
import { createStabilityModel } from './stability-model.ts'

/** What "4K" comes to in pixels: the largest picture that the family takes. */
const targetPixels = 9_437_184

const fast = createStabilityModel({
  id: 'stability.stable-fast-upscale-v1:0',
  name: 'Stable Image Fast Upscale',
  service: 'fast-upscale',
  requestsPerMinute: 20,
  fields: { image, output_format: outputFormat },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, upscaleLimits.fast)
    const { width, height } = picture
    const size = { width: width * 4, height: height * 4 }
    return engine.run({ kind: 'enlarge', picture, ...size, detail: 0, seed: drawn })
  },
})

/** To about 4K in the picture's own aspect; never smaller than it is. */
function large(size: { readonly width: number; readonly height: number }) {
  const scale = Math.max(1, Math.sqrt(targetPixels / (size.width * size.height)))
  return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) }
}

const conservative = createStabilityModel({
  id: 'stability.stable-conservative-upscale-v1:0',
  name: 'Stable Image Conservative Upscale',
  service: 'conservative-upscale',
  requestsPerMinute: 4,
  fields: {
    image,
    prompt,
    creativity: z.number().min(0.1).max(0.5).default(0.35),
    negative_prompt: negativePrompt,
    seed,
    output_format: outputFormat,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, upscaleLimits.conservative)
    const detail = request.creativity / 2
    return engine.run({ kind: 'enlarge', picture, ...large(picture), detail, seed: drawn })
  },
})

const creative = createStabilityModel({
  id: 'stability.stable-creative-upscale-v1:0',
  name: 'Stable Image Creative Upscale',
  service: 'creative-upscale',
  requestsPerMinute: 4,
  fields: {
    image,
    prompt,
    creativity: z.number().min(0.1).max(0.5).default(0.3),
    ...drawnWith,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, upscaleLimits.creative)
    const detail = request.creativity
    return engine.run({ kind: 'enlarge', picture, ...large(picture), detail, seed: drawn })
  },
})

/** The services that make a picture larger. */
export const stabilityUpscalers: readonly Model[] = [fast, conservative, creative]
