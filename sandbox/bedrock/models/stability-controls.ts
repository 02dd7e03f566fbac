import * as z from 'zod'
import { readImage } from '../images.ts'
import type { Model } from './model.ts'
import {
  aspectRatio,
  drawnWith,
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

/** Both are guided by a picture: the sketch by its lines, the structure by its parts. */
function control(service: 'control-sketch' | 'control-structure'): Model {
  return createStabilityModel({
    id: `stability.stable-image-${service}-v1:0`,
    name:
      service === 'control-sketch'
        ? 'Stable Image Control Sketch'
        : 'Stable Image Control Structure',
    service,
    requestsPerMinute: 20,
    fields: {
      image,
      prompt,
      control_strength: z.number().min(0).max(1).default(0.7),
      ...drawnWith,
    },
    make: async (request, drawn, { engine }) => {
      const picture = await readImage('image', request.image, imageLimits)
      return engine.run({
        kind: 'guided',
        picture,
        follow: service === 'control-sketch' ? 'edges' : 'regions',
        strength: request.control_strength,
        width: picture.width,
        height: picture.height,
        seed: drawn,
        prompt: promptOf(request),
      })
    },
  })
}

const styleGuide = createStabilityModel({
  id: 'stability.stable-image-style-guide-v1:0',
  name: 'Stable Image Style Guide',
  service: 'style-guide',
  requestsPerMinute: 20,
  fields: {
    image,
    prompt,
    aspect_ratio: aspectRatio,
    fidelity: z.number().min(0).max(1).default(0.5),
    ...drawnWith,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    return engine.run({
      kind: 'scene',
      ...sizeOf(request.aspect_ratio),
      seed: drawn,
      prompt: promptOf(request),
      style: { picture, fidelity: request.fidelity },
    })
  },
})

const styleTransfer = createStabilityModel({
  id: 'stability.stable-style-transfer-v1:0',
  name: 'Stable Image Style Transfer',
  service: 'style-transfer',
  requestsPerMinute: 20,
  fields: {
    init_image: image,
    style_image: image,
    prompt: prompt.optional(),
    negative_prompt: negativePrompt,
    composition_fidelity: z.number().min(0).max(1).default(0.9),
    style_strength: z.number().min(0).max(1).default(1),
    change_strength: z.number().min(0.1).max(1).default(0.9),
    seed,
    output_format: outputFormat,
  },
  make: async (request, drawn, { engine }) => {
    const [picture, style] = await Promise.all([
      readImage('init_image', request.init_image, imageLimits),
      readImage('style_image', request.style_image, imageLimits),
    ])
    return engine.run({
      kind: 'restyle',
      picture,
      style,
      seed: drawn,
      strength: request.style_strength * request.change_strength,
      looseness: 1 - request.composition_fidelity,
    })
  },
})

/** The services that make a picture after another one. */
export const stabilityControls: readonly Model[] = [
  control('control-sketch'),
  control('control-structure'),
  styleGuide,
  styleTransfer,
]
