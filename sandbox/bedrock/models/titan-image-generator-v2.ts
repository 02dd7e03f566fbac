import * as z from 'zod'
import { type AmazonRules, createTaskSchemas, textToImageFields } from './amazon-fields.ts'
import { runAmazonTask } from './amazon-tasks.ts'
import type { Model } from './model.ts'
import { parseBody } from './parse.ts'

/** Width x height that it makes, from its size table. */
const sizes: readonly string[] = [
  '1024x1024 768x768 512x512',
  '768x1152 1152x768 384x576 576x384',
  '768x1280 1280x768 384x640 640x384',
  '896x1152 1152x896 448x576 576x448',
  '768x1408 1408x768 384x704 704x384',
  '640x1408 1408x640 320x704 704x320',
  '1152x640 1173x640',
].flatMap((row) => row.split(' '))

const rules: AmazonRules = {
  maxText: 512,
  cfgScale: 8,
  seed: 42,
  isSize: (width, height) => sizes.includes(`${width}x${height}`),
  // The documentation's own default, 1408 each, is not a size that it makes.
  defaultSize: { width: 1024, height: 1024 },
  editsRefuseSize: false,
  imageLimits: { formats: ['jpeg', 'png'], maxBytes: 5 * 1024 * 1024, maxSidePx: 1408 },
}

const tasks = createTaskSchemas(rules)
const requestSchema = z.discriminatedUnion('taskType', [
  z.strictObject({
    taskType: z.literal('TEXT_IMAGE'),
    textToImageParams: z.strictObject(textToImageFields(rules)),
    imageGenerationConfig: tasks.config,
  }),
  tasks.inPainting,
  tasks.outPainting,
  tasks.imageVariation,
  tasks.colorGuided,
  tasks.backgroundRemoval,
])

/** Amazon Titan Image Generator G1 v2, from its published parameters. */
export const titanImageGeneratorV2: Model = {
  id: 'amazon.titan-image-generator-v2:0',
  name: 'Titan Image Generator G1 v2',
  provider: 'Amazon',
  regions: ['us-east-1', 'us-west-2'],
  requestsPerMinute: 60,
  inputs: ['TEXT', 'IMAGE'],
  inferenceTypes: ['ON_DEMAND', 'PROVISIONED'],
  customizations: ['FINE_TUNING'],
  published: { legacyFrom: Date.UTC(2025, 11, 30), endOfLife: Date.UTC(2026, 5, 30) },
  invoke: async (body, tools) => runAmazonTask(parseBody(requestSchema, body), { ...tools, rules }),
  intervened: (message) => ({ images: [], error: message }),
}
