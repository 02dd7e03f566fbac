import * as z from 'zod'
import { validationError } from '../errors.ts'
import { type AmazonRules, createTaskSchemas, textToImageFields } from './amazon-fields.ts'
import { runAmazonTask } from './amazon-tasks.ts'
import type { Model } from './model.ts'
import { parseBody } from './parse.ts'

const minSidePx = 320
const maxSidePx = 4096
const maxAspect = 4
/** The documentation says: less than 4,194,304. */
const maxPixels = 4_194_303

const rules: AmazonRules = {
  maxText: 1024,
  cfgScale: 6.5,
  seed: 12,
  isSize: (width, height) =>
    width % 16 === 0 &&
    height % 16 === 0 &&
    Math.min(width, height) >= minSidePx &&
    Math.max(width, height) <= maxSidePx &&
    Math.max(width, height) <= maxAspect * Math.min(width, height) &&
    width * height <= maxPixels,
  defaultSize: { width: 1024, height: 1024 },
  editsRefuseSize: true,
  imageLimits: {
    formats: ['jpeg', 'png'],
    minSidePx,
    maxSidePx,
    maxAspect,
    maxPixels,
    eightBitOnly: true,
  },
}

const styles = [
  '3D_ANIMATED_FAMILY_FILM',
  'DESIGN_SKETCH',
  'FLAT_VECTOR_ILLUSTRATION',
  'GRAPHIC_NOVEL_ILLUSTRATION',
  'MAXIMALISM',
  'MIDCENTURY_RETRO',
  'PHOTOREALISM',
  'SOFT_DIGITAL_PAINTING',
] as const

const tasks = createTaskSchemas(rules)
const requestSchema = z.discriminatedUnion('taskType', [
  z.strictObject({
    taskType: z.literal('TEXT_IMAGE'),
    textToImageParams: z.strictObject({
      ...textToImageFields(rules),
      style: z.enum(styles).optional(),
    }),
    imageGenerationConfig: tasks.config,
  }),
  tasks.inPainting,
  tasks.outPainting,
  tasks.imageVariation,
  tasks.colorGuided,
  tasks.backgroundRemoval,
  z.looseObject({ taskType: z.literal('VIRTUAL_TRY_ON') }),
])

/** Amazon Nova Canvas, from its published parameters. */
export const novaCanvas: Model = {
  id: 'amazon.nova-canvas-v1:0',
  name: 'Nova Canvas',
  provider: 'Amazon',
  regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
  requestsPerMinute: 100,
  inputs: ['TEXT', 'IMAGE'],
  inferenceTypes: ['ON_DEMAND', 'PROVISIONED'],
  customizations: ['FINE_TUNING'],
  published: { legacyFrom: Date.UTC(2026, 2, 30), endOfLife: Date.UTC(2026, 8, 30) },
  invoke: async (body, tools) => {
    const request = parseBody(requestSchema, body)
    if (request.taskType !== 'VIRTUAL_TRY_ON') return runAmazonTask(request, { ...tools, rules })
    throw validationError(
      'taskType VIRTUAL_TRY_ON is part of the model but not served by this offline runtime.',
    )
  },
  intervened: (message) => ({ images: [], error: message }),
}
