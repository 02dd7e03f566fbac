import * as z from 'zod'
import type { ImageLimits } from '../images.ts'

/** Where Amazon's two image models differ in the request that they share. */
export type AmazonRules = {
  readonly maxText: number
  readonly cfgScale: number
  readonly seed: number
  /** @returns whether pictures of this size are made */
  readonly isSize: (width: number, height: number) => boolean
  /** Where the size is not asked for. */
  readonly defaultSize: { readonly width: number; readonly height: number }
  /** Whether a size is refused with tasks that return the size of their picture. */
  readonly editsRefuseSize: boolean
  readonly imageLimits: ImageLimits
}

const image = z.string()
const similarityStrength = z.number().min(0.2).max(1).default(0.7)

function hasOneMask(value: { maskPrompt?: string | undefined; maskImage?: string | undefined }) {
  return (value.maskPrompt === undefined) !== (value.maskImage === undefined)
}

const exactlyOneMask = { error: 'exactly one of maskPrompt and maskImage is required' }

function configSchema(rules: AmazonRules, isEdit: boolean) {
  return z
    .strictObject({
      numberOfImages: z.int().min(1).max(5).default(1),
      quality: z.enum(['standard', 'premium']).default('standard'),
      cfgScale: z.number().min(1.1).max(10).default(rules.cfgScale),
      width: z.int().optional(),
      height: z.int().optional(),
      seed: z.int().min(0).max(2_147_483_646).default(rules.seed),
    })
    .refine((value) => (value.width === undefined) === (value.height === undefined), {
      error: 'width and height are given together or not at all',
    })
    .refine(
      ({ width, height }) =>
        width === undefined || height === undefined || rules.isSize(width, height),
      { error: 'width and height are not a supported pair' },
    )
    .refine(({ width }) => !(isEdit && rules.editsRefuseSize) || width === undefined, {
      error: 'width and height are not permitted with this task',
    })
    .prefault({})
}

/** @returns the fields of `textToImageParams` */
export function textToImageFields({ maxText }: AmazonRules) {
  const text = z.string().min(1).max(maxText)
  return {
    text,
    negativeText: text.optional(),
    conditionImage: image.optional(),
    controlMode: z.enum(['CANNY_EDGE', 'SEGMENTATION']).optional(),
    controlStrength: z.number().min(0).max(1).optional(),
  }
}

/** @returns a request body of each task but TEXT_IMAGE, every field with its documented range */
export function createTaskSchemas(rules: AmazonRules) {
  const text = z.string().min(1).max(rules.maxText)
  const oneMask = {
    maskPrompt: text.optional(),
    maskImage: image.optional(),
    returnMask: z.boolean().default(false),
  }
  const texts = { text: text.optional(), negativeText: text.optional() }
  const made = configSchema(rules, false)
  const edited = configSchema(rules, true)
  return {
    config: made,
    inPainting: z.strictObject({
      taskType: z.literal('INPAINTING'),
      inPaintingParams: z
        .strictObject({ image, ...texts, ...oneMask })
        .refine(hasOneMask, exactlyOneMask),
      imageGenerationConfig: edited,
    }),
    outPainting: z.strictObject({
      taskType: z.literal('OUTPAINTING'),
      outPaintingParams: z
        .strictObject({
          image,
          ...texts,
          text,
          outPaintingMode: z.enum(['DEFAULT', 'PRECISE']).default('DEFAULT'),
          ...oneMask,
        })
        .refine(hasOneMask, exactlyOneMask),
      imageGenerationConfig: edited,
    }),
    imageVariation: z.strictObject({
      taskType: z.literal('IMAGE_VARIATION'),
      imageVariationParams: z.strictObject({
        images: z.array(image).min(1).max(5),
        ...texts,
        similarityStrength,
      }),
      imageGenerationConfig: made,
    }),
    colorGuided: z.strictObject({
      taskType: z.literal('COLOR_GUIDED_GENERATION'),
      colorGuidedGenerationParams: z.strictObject({
        ...texts,
        text,
        colors: z
          .array(z.string().regex(/^#[0-9a-fA-F]{6}$/))
          .min(1)
          .max(10),
        referenceImage: image.optional(),
      }),
      imageGenerationConfig: made,
    }),
    backgroundRemoval: z.strictObject({
      taskType: z.literal('BACKGROUND_REMOVAL'),
      backgroundRemovalParams: z.strictObject({ image }),
    }),
  }
}

type Schemas = ReturnType<typeof createTaskSchemas>
export type Config = z.infer<Schemas['config']>
export type InPainting = z.infer<Schemas['inPainting']>
export type OutPainting = z.infer<Schemas['outPainting']>
export type ImageVariation = z.infer<Schemas['imageVariation']>
export type ColorGuided = z.infer<Schemas['colorGuided']>
export type BackgroundRemoval = z.infer<Schemas['backgroundRemoval']>
export type TextImage = {
  readonly taskType: 'TEXT_IMAGE'
  readonly textToImageParams: z.infer<z.ZodObject<ReturnType<typeof textToImageFields>>> & {
    readonly style?: string | undefined
  }
  readonly imageGenerationConfig: Config
}
