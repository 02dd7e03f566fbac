import type { EngineJob } from '../engine/job.ts'
import type { Hole, Raster } from '../engine/raster.ts'
import { type BedrockError, validationError } from '../errors.ts'
import { encodePicture, readMask, readPicture } from '../images.ts'
import type { Model, ModelTools } from './model.ts'
import { moderate, type Verdict } from './moderation.ts'
import { parseBody } from './parse.ts'
import { imageLimits, type TitanTask, titanRequestSchema } from './titan-request.ts'

/** Amazon Titan Image Generator G1 v2, from its published parameters. */
export const titanImageGeneratorV2: Model = {
  id: 'amazon.titan-image-generator-v2:0',
  regions: ['us-east-1', 'us-west-2'],
  requestsPerMinute: 60,
  invoke: async (body, tools) => {
    const request = parseBody(titanRequestSchema, body)
    if (request.taskType === 'TEXT_IMAGE') return textImage(request, tools)
    if (request.taskType === 'INPAINTING') return inPainting(request, tools)
    if (request.taskType === 'OUTPAINTING') return outPainting(request, tools)
    if (request.taskType === 'COLOR_GUIDED_GENERATION') return colorGuided(request, tools)
    throw notServed(`taskType ${request.taskType}`)
  },
}

type Config = TitanTask<'TEXT_IMAGE'>['imageGenerationConfig']
type Answer = { images: string[]; maskImage?: string; error: string | null }

/** Where the size is not asked for; the documentation's own default is not a size it makes. */
const defaultSize = { width: 1024, height: 1024 }

async function textImage(request: TitanTask<'TEXT_IMAGE'>, tools: ModelTools): Promise<Answer> {
  const { textToImageParams: params, imageGenerationConfig: config } = request
  const { conditionImage, controlMode, controlStrength } = params
  if (conditionImage !== undefined) throw notServed('textToImageParams.conditionImage')
  if (controlMode !== undefined || controlStrength !== undefined) {
    throw validationError('controlMode and controlStrength require conditionImage.')
  }
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  return paintAll(verdict, tools, (index) => ({
    kind: 'scene',
    ...sizeOf(config),
    seed: config.seed + index,
    prompt: promptOf(params.text, params.negativeText),
  }))
}

async function colorGuided(
  request: TitanTask<'COLOR_GUIDED_GENERATION'>,
  tools: ModelTools,
): Promise<Answer> {
  const { colorGuidedGenerationParams: params, imageGenerationConfig: config } = request
  if (params.referenceImage !== undefined) {
    throw notServed('colorGuidedGenerationParams.referenceImage')
  }
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  return paintAll(verdict, tools, (index) => ({
    kind: 'scene',
    ...sizeOf(config),
    seed: config.seed + index,
    prompt: { ...promptOf(params.text, params.negativeText), colors: params.colors },
  }))
}

async function inPainting(request: TitanTask<'INPAINTING'>, tools: ModelTools): Promise<Answer> {
  const { inPaintingParams: params, imageGenerationConfig: config } = request
  const { text, negativeText, returnMask } = params
  const { picture, hole, maskImage } = await readMasked('inPaintingParams', params, 'black')
  const verdict = moderate([text, negativeText], judged(config, tools))
  const answer = await paintAll(verdict, tools, (index) => ({
    kind: 'fill',
    picture,
    hole,
    seed: config.seed + index,
    ...(text === undefined ? {} : { prompt: promptOf(text, negativeText) }),
  }))
  return returnMask ? { ...answer, maskImage } : answer
}

/** PRECISE and DEFAULT are alike here: the classical engine never touches what is kept. */
async function outPainting(request: TitanTask<'OUTPAINTING'>, tools: ModelTools): Promise<Answer> {
  const { outPaintingParams: params, imageGenerationConfig: config } = request
  const { text, negativeText, returnMask } = params
  const { picture, hole, maskImage } = await readMasked('outPaintingParams', params, 'white')
  const verdict = moderate([text, negativeText], judged(config, tools))
  const answer = await paintAll(verdict, tools, (index) => ({
    kind: 'fill',
    picture,
    hole,
    seed: config.seed + index,
  }))
  return returnMask ? { ...answer, maskImage } : answer
}

async function readMasked(
  place: string,
  params: { image: string; maskImage?: string | undefined },
  edited: 'black' | 'white',
): Promise<{ picture: Raster; hole: Hole; maskImage: string }> {
  const { image, maskImage } = params
  if (maskImage === undefined) throw notServed(`${place}.maskPrompt`)
  const limits = imageLimits
  const picture = await readPicture(`${place}.image`, image, limits)
  const hole = await readMask(`${place}.maskImage`, maskImage, { limits, picture, edited })
  return { picture, hole, maskImage }
}

/** The pictures side by side, one a seed; a blocked one is never made. */
async function paintAll(
  { count, error }: Verdict,
  { engine }: ModelTools,
  jobFor: (index: number) => EngineJob,
): Promise<Answer> {
  const images = await Promise.all(
    Array.from({ length: count }, async (_, index) =>
      encodePicture(await engine.run(jobFor(index))),
    ),
  )
  return { images, error }
}

function judged({ numberOfImages }: Config, { blocked }: ModelTools) {
  return { count: numberOfImages, blocked }
}

function sizeOf({ width, height }: Config): { width: number; height: number } {
  return width === undefined || height === undefined ? defaultSize : { width, height }
}

function promptOf(text: string, negativeText: string | undefined) {
  return negativeText === undefined ? { text } : { text, negativeText }
}

function notServed(what: string): BedrockError {
  return validationError(`${what} is part of the model but not served by this offline runtime.`)
}
