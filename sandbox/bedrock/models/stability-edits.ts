import * as z from 'zod'
import type { Part } from '../engine/engine-job.ts'
import type { Picture } from '../engine/raster/raster.ts'
import { readImage } from '../images.ts'
import { coverOfAlpha, readCover } from '../masks.ts'
import type { Model } from './model.ts'
import {
  drawnWith,
  growMask,
  image,
  imageLimits,
  maskLimits,
  outputFormat,
  prompt,
  promptOf,
  seed,
  stylePreset,
} from './stability-fields.ts'
import { createStabilityModel } from './stability-model.ts'

const side = z.int().min(0).max(2000).default(0)

/** A mask wins over the picture's own alpha; white, or transparent, is what changes. */
async function partOf(
  picture: Picture,
  { mask, grow_mask: growPx }: { readonly mask?: string | undefined; readonly grow_mask: number },
): Promise<Part> {
  const cover =
    mask === undefined
      ? coverOfAlpha(picture)
      : await readCover('mask', mask, { limits: maskLimits, picture })
  return { cover, growPx }
}

const inpaint = createStabilityModel({
  id: 'stability.stable-image-inpaint-v1:0',
  name: 'Stable Image Inpaint',
  service: 'inpaint',
  requestsPerMinute: 20,
  fields: {
    image,
    prompt,
    mask: image.optional(),
    grow_mask: growMask,
    ...drawnWith,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    const part = await partOf(picture, request)
    return engine.run({ kind: 'edit', picture, part, seed: drawn, prompt: promptOf(request) })
  },
})

const erase = createStabilityModel({
  id: 'stability.stable-image-erase-object-v1:0',
  name: 'Stable Image Erase Object',
  service: 'erase',
  requestsPerMinute: 20,
  fields: { image, mask: image.optional(), grow_mask: growMask, seed, output_format: outputFormat },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    const part = await partOf(picture, request)
    return engine.run({ kind: 'edit', picture, part, seed: drawn })
  },
})

const outpaint = createStabilityModel({
  id: 'stability.stable-outpaint-v1:0',
  name: 'Stable Image Outpaint',
  service: 'outpaint',
  requestsPerMinute: 4,
  fields: {
    image,
    left: side,
    right: side,
    up: side,
    down: side,
    creativity: z.number().min(0.1).max(1).default(0.5),
    prompt: prompt.optional(),
    style_preset: stylePreset,
    seed,
    output_format: outputFormat,
  },
  fault: ({ left, right, up, down }) =>
    left + right + up + down > 0
      ? undefined
      : 'at least one of left, right, up, down must be above 0',
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    const { left, right, up, down } = request
    const margins = { left, right, up, down }
    return engine.run({ kind: 'extend', picture, margins, seed: drawn, prompt: promptOf(request) })
  },
})

const searchReplace = createStabilityModel({
  id: 'stability.stable-image-search-replace-v1:0',
  name: 'Stable Image Search and Replace',
  service: 'search-and-replace',
  requestsPerMinute: 20,
  fields: {
    image,
    prompt,
    search_prompt: prompt,
    grow_mask: growMask,
    ...drawnWith,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    const part = { words: request.search_prompt, growPx: request.grow_mask }
    return engine.run({ kind: 'edit', picture, part, seed: drawn, prompt: promptOf(request) })
  },
})

const searchRecolor = createStabilityModel({
  id: 'stability.stable-image-search-recolor-v1:0',
  name: 'Stable Image Search and Recolor',
  service: 'search-and-recolor',
  requestsPerMinute: 20,
  fields: {
    image,
    prompt,
    select_prompt: prompt,
    grow_mask: growMask,
    ...drawnWith,
  },
  make: async (request, drawn, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    const part = { words: request.select_prompt, growPx: request.grow_mask }
    return engine.run({ kind: 'recolour', picture, part, seed: drawn, prompt: promptOf(request) })
  },
})

const removeBackground = createStabilityModel({
  id: 'stability.stable-image-remove-background-v1:0',
  name: 'Stable Image Remove Background',
  service: 'remove-background',
  requestsPerMinute: 20,
  fields: { image, output_format: outputFormat },
  make: async (request, _, { engine }) => {
    const picture = await readImage('image', request.image, imageLimits)
    return engine.run({ kind: 'cutout', picture })
  },
})

/** The services that change a part of a picture, or take one away. */
export const stabilityEdits: readonly Model[] = [
  inpaint,
  erase,
  outpaint,
  searchReplace,
  searchRecolor,
  removeBackground,
]
