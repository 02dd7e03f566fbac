import * as z from 'zod'
import type { Prompt } from '../engine/engine-job.ts'
import type { ImageLimits } from '../images.ts'

const formats = ['jpeg', 'png', 'webp'] as const
const maxPixels = 9_437_184

/** Of an input image, where a service says nothing else. */
export const imageLimits: ImageLimits = { formats, minSidePx: 64, maxPixels, maxAspect: 2.5 }

/** Of a mask, which is resized to its image. */
export const maskLimits: ImageLimits = { formats, maxPixels }

/** Of a picture to be enlarged. */
export const upscaleLimits = {
  fast: { formats, minSidePx: 32, maxSidePx: 1536, minPixels: 1024, maxPixels: 1_048_576 },
  conservative: imageLimits,
  creative: { ...imageLimits, minPixels: 4096, maxPixels: 1_048_576 },
} as const satisfies Record<string, ImageLimits>

export const image = z.string()
export const prompt = z.string().max(10_000)
export const negativePrompt = prompt.optional()
/** 0 or absent = drawn. */
export const seed = z.int().min(0).max(4_294_967_294).default(0)
/** The page of Core and Ultra allows one more. */
export const generatorSeed = z.int().min(0).max(4_294_967_295).default(0)
export const outputFormat = z.enum(formats).default('png')
export const generatorFormat = z.enum(['jpeg', 'png']).default('png')
export const growMask = z.int().min(0).max(20).default(5)

export const stylePreset = z
  .enum([
    '3d-model',
    'analog-film',
    'anime',
    'cinematic',
    'comic-book',
    'digital-art',
    'enhance',
    'fantasy-art',
    'isometric',
    'line-art',
    'low-poly',
    'modeling-compound',
    'neon-punk',
    'origami',
    'photographic',
    'pixel-art',
    'tile-texture',
  ])
  .optional()

/** What all services that draw by words take beside them. */
export const drawnWith = {
  negative_prompt: negativePrompt,
  seed,
  output_format: outputFormat,
  style_preset: stylePreset,
}

/** Width and height that stand for an aspect ratio: about a megapixel, sides of 640 to 1536. */
const sizes = {
  '16:9': { width: 1344, height: 768 },
  '1:1': { width: 1024, height: 1024 },
  '21:9': { width: 1536, height: 640 },
  '2:3': { width: 832, height: 1216 },
  '3:2': { width: 1216, height: 832 },
  '4:5': { width: 896, height: 1088 },
  '5:4': { width: 1088, height: 896 },
  '9:16': { width: 768, height: 1344 },
  '9:21': { width: 640, height: 1536 },
} as const

type AspectRatio = keyof typeof sizes

export const aspectRatio = z.enum(Object.keys(sizes) as [AspectRatio, ...AspectRatio[]]).optional()

/** @returns the size that a generator gives an aspect ratio, `1:1` when none is asked for */
export function sizeOf(ratio: AspectRatio | undefined): { width: number; height: number } {
  return sizes[ratio ?? '1:1']
}

/** @returns the words of a request as the engine takes them; weights of `(word:1.2)` are dropped */
export function promptOf(request: {
  readonly prompt?: string | undefined
  readonly negative_prompt?: string | undefined
  readonly style_preset?: string | undefined
}): Prompt {
  const { prompt: text = '', negative_prompt: negativeText, style_preset: style } = request
  return {
    text: text.replaceAll(/\(([^():]*):[\d.]+\)/g, '$1'),
    ...(negativeText === undefined ? {} : { negativeText }),
    ...(style === undefined ? {} : { style }),
  }
}
