import * as z from 'zod'

/** Width x height that Titan Image Generator v2 makes, from its size table. */
const sizes: readonly string[] = [
  '1024x1024 768x768 512x512',
  '768x1152 1152x768 384x576 576x384',
  '768x1280 1280x768 384x640 640x384',
  '896x1152 1152x896 448x576 576x448',
  '768x1408 1408x768 384x704 704x384',
  '640x1408 1408x640 320x704 704x320',
  '1152x640 1173x640',
].flatMap((row) => row.split(' '))

/** Of an input image. */
export const imageLimits = {
  formats: ['jpeg', 'png'],
  maxBytes: 5 * 1024 * 1024,
  maxSidePx: 1408,
} as const

const text = z.string().min(1).max(512)
const image = z.string()

const config = z.strictObject({
  numberOfImages: z.int().min(1).max(5).default(1),
  quality: z.enum(['standard', 'premium']).default('standard'),
  cfgScale: z.number().min(1.1).max(10).default(8),
  width: z.int().optional(),
  height: z.int().optional(),
  seed: z.int().min(0).max(2_147_483_646).default(42),
})

const imageGenerationConfig = config
  .refine((value) => (value.width === undefined) === (value.height === undefined), {
    error: 'width and height are given together or not at all',
  })
  .refine(({ width, height }) => width === undefined || sizes.includes(`${width}x${height}`), {
    error: 'width and height are not a supported pair',
  })
  .prefault({})

const oneMask = {
  maskPrompt: text.optional(),
  maskImage: image.optional(),
  returnMask: z.boolean().default(false),
}

function hasOneMask(value: { maskPrompt?: string | undefined; maskImage?: string | undefined }) {
  return (value.maskPrompt === undefined) !== (value.maskImage === undefined)
}

const exactlyOneMask = { error: 'exactly one of maskPrompt and maskImage is required' }

const textImage = z.strictObject({
  taskType: z.literal('TEXT_IMAGE'),
  textToImageParams: z.strictObject({
    text,
    negativeText: text.optional(),
    conditionImage: image.optional(),
    controlMode: z.enum(['CANNY_EDGE', 'SEGMENTATION']).optional(),
    controlStrength: z.number().min(0).max(1).optional(),
  }),
  imageGenerationConfig,
})

const inPainting = z.strictObject({
  taskType: z.literal('INPAINTING'),
  inPaintingParams: z
    .strictObject({ image, text: text.optional(), negativeText: text.optional(), ...oneMask })
    .refine(hasOneMask, exactlyOneMask),
  imageGenerationConfig,
})

const outPainting = z.strictObject({
  taskType: z.literal('OUTPAINTING'),
  outPaintingParams: z
    .strictObject({
      image,
      text,
      negativeText: text.optional(),
      outPaintingMode: z.enum(['DEFAULT', 'PRECISE']).default('DEFAULT'),
      ...oneMask,
    })
    .refine(hasOneMask, exactlyOneMask),
  imageGenerationConfig,
})

const imageVariation = z.strictObject({
  taskType: z.literal('IMAGE_VARIATION'),
  imageVariationParams: z.strictObject({
    images: z.array(image).min(1).max(5),
    text: text.optional(),
    negativeText: text.optional(),
    similarityStrength: z.number().min(0.2).max(1).default(0.7),
  }),
  imageGenerationConfig,
})

const colorGuided = z.strictObject({
  taskType: z.literal('COLOR_GUIDED_GENERATION'),
  colorGuidedGenerationParams: z.strictObject({
    text,
    colors: z
      .array(z.string().regex(/^#[0-9a-fA-F]{6}$/))
      .min(1)
      .max(10),
    negativeText: text.optional(),
    referenceImage: image.optional(),
  }),
  imageGenerationConfig,
})

const backgroundRemoval = z.strictObject({
  taskType: z.literal('BACKGROUND_REMOVAL'),
  backgroundRemovalParams: z.strictObject({ image }),
})

/** A request body of Titan Image Generator v2, every field with its documented range. */
export const titanRequestSchema = z.discriminatedUnion('taskType', [
  textImage,
  inPainting,
  outPainting,
  imageVariation,
  colorGuided,
  backgroundRemoval,
])

export type TitanRequest = z.infer<typeof titanRequestSchema>
export type TitanTask<K extends TitanRequest['taskType']> = Extract<TitanRequest, { taskType: K }>
