import type { EngineJob } from '../engine/engine-job.ts'
import type { Hole, Raster } from '../engine/raster/raster.ts'
import { asksForColour } from '../engine/scene/plan-scene.ts'
import { validationError } from '../errors.ts'
import { encodePicture, readPicture } from '../images.ts'
import { encodeMask, readMask } from '../masks.ts'
import type {
  AmazonRules,
  BackgroundRemoval,
  ColorGuided,
  Config,
  ImageVariation,
  InPainting,
  OutPainting,
  TextImage,
} from './amazon-fields.ts'
import type { ModelTools } from './model.ts'
import { moderate, type Verdict } from './moderation.ts'

/** What the tasks of Amazon's image models work with. */
export type AmazonTools = ModelTools & { readonly rules: AmazonRules }

/** A checked request of each task. */
type Requests = {
  readonly TEXT_IMAGE: TextImage
  readonly INPAINTING: InPainting
  readonly OUTPAINTING: OutPainting
  readonly IMAGE_VARIATION: ImageVariation
  readonly COLOR_GUIDED_GENERATION: ColorGuided
  readonly BACKGROUND_REMOVAL: BackgroundRemoval
}

type Task = keyof Requests

/** A checked request of one of the tasks. */
type AmazonRequest<K extends Task = Task> = {
  [Each in K]: { readonly taskType: Each } & Requests[Each]
}[K]

const tasks: {
  readonly [Each in Task]: (request: Requests[Each], tools: AmazonTools) => Promise<Answer>
} = {
  TEXT_IMAGE: textImage,
  INPAINTING: inPainting,
  OUTPAINTING: outPainting,
  IMAGE_VARIATION: imageVariation,
  COLOR_GUIDED_GENERATION: colorGuided,
  BACKGROUND_REMOVAL: backgroundRemoval,
}

/**
 * Runs one task.
 * @returns the response body
 * @throws {BedrockError} when an image is not as it must be, or the prompt is blocked
 */
export function runAmazonTask<K extends Task>(
  request: AmazonRequest<K>,
  tools: AmazonTools,
): Promise<object> {
  return tasks[request.taskType](request, tools)
}

type Answer = { images: string[]; maskImage?: string; error: string | null }

/** A picture from words; with a condition image, laid out as that one is. */
async function textImage(request: TextImage, tools: AmazonTools): Promise<Answer> {
  const { textToImageParams: params, imageGenerationConfig: config } = request
  const { conditionImage, controlMode = 'CANNY_EDGE', controlStrength = 0.7 } = params
  if (
    conditionImage === undefined &&
    (params.controlMode ?? params.controlStrength) !== undefined
  ) {
    throw validationError('controlMode and controlStrength require conditionImage.')
  }
  const place = 'textToImageParams.conditionImage'
  const picture =
    conditionImage && (await readPicture(place, conditionImage, tools.rules.imageLimits))
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  return paintAll(verdict, tools, (index) => {
    const asked = {
      ...sizeOf(config, tools),
      seed: config.seed + index,
      prompt: promptOf(params.text, params),
    }
    if (picture === undefined || picture === '') return { kind: 'scene', ...asked }
    const follow = controlMode === 'CANNY_EDGE' ? 'edges' : 'regions'
    return { kind: 'guided', picture, follow, strength: controlStrength, ...asked }
  })
}

/** A picture from words in the colours given, or in those of a reference image as well. */
async function colorGuided(request: ColorGuided, tools: AmazonTools): Promise<Answer> {
  const { colorGuidedGenerationParams: params, imageGenerationConfig: config } = request
  const { referenceImage, colors } = params
  const place = 'colorGuidedGenerationParams.referenceImage'
  const reference =
    referenceImage && (await readPicture(place, referenceImage, tools.rules.imageLimits))
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  return paintAll(verdict, tools, (index) => ({
    kind: 'scene',
    ...sizeOf(config, tools),
    seed: config.seed + index,
    prompt: { ...promptOf(params.text, params), colors },
    ...(reference ? { style: { picture: reference, fidelity: 0.5 } } : {}),
  }))
}

/** Makes the masked part new: of the text, or without one of its surroundings; a mere colour stays its shape. */
async function inPainting(request: InPainting, tools: AmazonTools): Promise<Answer> {
  const { inPaintingParams: params, imageGenerationConfig: config } = request
  const masked = await readMasked({ place: 'inPaintingParams', params, edited: 'black' }, tools)
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  const { picture, hole } = masked
  const answer = await paintAll(verdict, tools, (index) => {
    const seed = config.seed + index
    if (params.text === undefined) return { kind: 'fill', picture, hole, seed }
    const prompt = promptOf(params.text, params)
    if (!asksForColour(params.text, params.maskPrompt ?? '')) {
      return { kind: 'fill', picture, hole, seed, prompt }
    }
    const { maskPrompt: words } = params
    // What words find is soft at its rim and where it is unsure: half a mask would be blotchy.
    const what = words === undefined ? { cover: hole.map((isHole) => isHole * 255) } : { words }
    return { kind: 'recolour', picture, part: { ...what, growPx: 0 }, seed, prompt }
  })
  return params.returnMask ? { ...answer, maskImage: masked.maskImage } : answer
}

/** Makes what is around the masked part new. DEFAULT may touch the kept part along its rim. */
async function outPainting(request: OutPainting, tools: AmazonTools): Promise<Answer> {
  const { outPaintingParams: params, imageGenerationConfig: config } = request
  const masked = await readMasked({ place: 'outPaintingParams', params, edited: 'white' }, tools)
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  const answer = await paintAll(verdict, tools, (index) => ({
    kind: 'surround',
    picture: masked.picture,
    hole: masked.hole,
    seed: config.seed + index,
    prompt: promptOf(params.text, params),
    isPrecise: params.outPaintingMode === 'PRECISE',
  }))
  return params.returnMask ? { ...answer, maskImage: masked.maskImage } : answer
}

/** Pictures like those given. */
async function imageVariation(request: ImageVariation, tools: AmazonTools): Promise<Answer> {
  const { imageVariationParams: params, imageGenerationConfig: config } = request
  const pictures = await Promise.all(
    params.images.map((image, index) =>
      readPicture(`imageVariationParams.images[${index}]`, image, tools.rules.imageLimits),
    ),
  )
  const verdict = moderate([params.text, params.negativeText], judged(config, tools))
  return paintAll(verdict, tools, (index) => {
    const [picture, ...others] = [...pictures.slice(index % pictures.length), ...pictures]
    if (picture === undefined) throw validationError('imageVariationParams.images: no image.')
    return {
      kind: 'variation',
      picture,
      companion: others[0] ?? picture,
      ...sizeOf(config, tools),
      seed: config.seed + index,
      similarity: params.similarityStrength,
      ...(params.text === undefined ? {} : { prompt: promptOf(params.text, params) }),
    }
  })
}

/** The subject on nothing: PNG with alpha. */
async function backgroundRemoval(request: BackgroundRemoval, tools: AmazonTools): Promise<Answer> {
  const { image } = request.backgroundRemovalParams
  const picture = await readPicture('backgroundRemovalParams.image', image, tools.rules.imageLimits)
  const verdict = moderate([], { count: 1, blocked: tools.blocked })
  return paintAll(verdict, tools, () => ({ kind: 'cutout', picture }))
}

async function readMasked(
  asked: {
    readonly place: string
    readonly params: InPainting['inPaintingParams']
    readonly edited: 'black' | 'white'
  },
  { rules, engine }: AmazonTools,
): Promise<{ picture: Raster; hole: Hole; maskImage: string }> {
  const { place, params, edited } = asked
  const { image, maskImage, maskPrompt = '' } = params
  const limits = rules.imageLimits
  const picture = await readPicture(`${place}.image`, image, limits)
  if (maskImage !== undefined) {
    const hole = await readMask(`${place}.maskImage`, maskImage, { limits, picture, edited })
    return { picture, hole, maskImage }
  }
  // What the words name is made new when inpainting, all of it, and kept when outpainting.
  const isWhole = edited === 'black'
  const found = await engine.run({ kind: 'find', picture, words: maskPrompt, isWhole })
  const isNew = isWhole ? 1 : 0
  const hole = Uint8Array.from({ length: picture.width * picture.height }, (_, pixel) =>
    found.data[pixel * 3]! >= 128 ? isNew : 1 - isNew,
  )
  return { picture, hole, maskImage: await encodeMask(picture, hole, edited) }
}

/** The pictures side by side, one a seed; a blocked one is never made. */
async function paintAll(
  { count, error }: Verdict,
  { engine }: AmazonTools,
  jobFor: (index: number) => EngineJob,
): Promise<Answer> {
  const images = await Promise.all(
    Array.from({ length: count }, async (_, index) =>
      encodePicture(await engine.run(jobFor(index))),
    ),
  )
  return { images, error }
}

function judged({ numberOfImages }: Config, { blocked }: AmazonTools) {
  return { count: numberOfImages, blocked }
}

function sizeOf({ width, height }: Config, { rules }: AmazonTools) {
  return width === undefined || height === undefined ? rules.defaultSize : { width, height }
}

function promptOf(
  text: string,
  { negativeText, style }: { negativeText?: string | undefined; style?: string | undefined },
) {
  return {
    text,
    ...(negativeText === undefined ? {} : { negativeText }),
    ...(style === undefined ? {} : { style: style.toLowerCase().replaceAll('_', '-') }),
  }
}
