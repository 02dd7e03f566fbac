import * as z from 'zod'
import type { Picture } from '../engine/raster/raster.ts'
import { BedrockError, validationError } from '../errors.ts'
import { encodePicture, type OutputFormat } from '../images.ts'
import type { Model, ModelTools } from './model.ts'
import { type Caught, judge } from './moderation.ts'

/** What a model of Stability AI is made from. */
export type StabilitySpec<Fields extends z.ZodRawShape> = {
  readonly id: string
  readonly name: string
  /** As refusals of a service name it, e.g. `control-sketch`; the generators' do not name them. */
  readonly service?: string
  readonly requestsPerMinute: number
  /** Every field that it takes, in the order in which it lists them. */
  readonly fields: Fields
  /** @returns what is wrong with fields that go together */
  readonly fault?: (request: z.infer<z.ZodObject<Fields>>) => string | undefined
  /** @param seed the one asked for, or drawn */
  readonly make: (
    request: z.infer<z.ZodObject<Fields>>,
    seed: number,
    tools: ModelTools,
  ) => Promise<Picture>
}

/** What every request may say, as far as the model has the field. */
const shared = z.looseObject({
  seed: z.int().optional(),
  output_format: z.enum(['png', 'jpeg', 'webp']).default('png'),
  prompt: z.string().optional(),
  negative_prompt: z.string().optional(),
  search_prompt: z.string().optional(),
  select_prompt: z.string().optional(),
})

const reasons: Readonly<Record<Caught, string>> = {
  prompt: 'Filter reason: prompt',
  input: 'Filter reason: input image',
  output: 'Filter reason: output image',
  'some output': 'Filter reason: output image',
}

/**
 * Makes a model of Stability AI: an edit service, called through the profile `us.` + id in the
 * Regions that it routes to, or a generator in us-west-2. Refusals are a ValidationException whose
 * message is itself JSON with `detail`; what a filter catches is HTTP 200 without images.
 */
export function createStabilityModel<Fields extends z.ZodRawShape>(
  spec: StabilitySpec<Fields>,
): Model {
  const { id, name, requestsPerMinute, service } = spec
  const isService = service !== undefined
  return {
    id,
    name,
    provider: 'Stability AI',
    requestsPerMinute,
    regions: isService ? ['us-east-1', 'us-east-2', 'us-west-2'] : ['us-west-2'],
    ...(isService ? { profilePrefix: 'us' as const } : {}),
    inputs: 'image' in spec.fields || isService ? ['TEXT', 'IMAGE'] : ['TEXT'],
    inferenceTypes: [isService ? 'INFERENCE_PROFILE' : 'ON_DEMAND'],
    customizations: [],
    published: {},
    invoke: async (body, tools) => {
      try {
        return await answer(spec, body, tools)
      } catch (error) {
        if (!(error instanceof BedrockError) || error.type !== 'ValidationException') throw error
        throw validationError(JSON.stringify({ detail: error.message }))
      }
    },
    intervened: (message) => ({ seeds: [], finish_reasons: [message], images: [] }),
  }
}

async function answer<Fields extends z.ZodRawShape>(
  spec: StabilitySpec<Fields>,
  body: unknown,
  tools: ModelTools,
): Promise<object> {
  const request = parseFields(spec, body)
  const common = shared.parse(request)
  const seed = common.seed ? common.seed : tools.randomSeed()
  const texts = [common.prompt, common.negative_prompt, common.search_prompt, common.select_prompt]
  const caught = judge(texts, tools.blocked)
  if (caught === 'prompt') return { seeds: [seed], finish_reasons: [reasons.prompt] }
  if (caught !== undefined) return { seeds: [seed], finish_reasons: [reasons[caught]], images: [] }
  const picture = await spec.make(request, seed, tools)
  const format: OutputFormat = common.output_format
  return { seeds: [seed], finish_reasons: [null], images: [await encodePicture(picture, format)] }
}

function parseFields<Fields extends z.ZodRawShape>(
  spec: StabilitySpec<Fields>,
  body: unknown,
): z.infer<z.ZodObject<Fields>> {
  const given = z.record(z.string(), z.unknown()).safeParse(body)
  if (!given.success) throw validationError('The request body must be a JSON object.')
  const unknown = Object.keys(given.data).find((key) => !(key in spec.fields))
  if (unknown !== undefined) throw validationError(unknownField(spec, unknown))
  const parsed = z.object(spec.fields).safeParse(given.data, { reportInput: true })
  if (!parsed.success) throw validationError(sentenceOf(parsed.error.issues[0]))
  const fault = spec.fault?.(parsed.data)
  if (fault !== undefined) throw validationError(fault)
  return parsed.data
}

/** In the very words of the services and of the generators. */
function unknownField(
  { service, fields }: { readonly service?: string; readonly fields: object },
  key: string,
): string {
  const names = Object.keys(fields)
  return service === undefined
    ? `Invalid field in request. Available fields: [${names.map((name) => `'${name}'`).join(', ')}]`
    : `Invalid field '${key}' in request. Available fields for ${service} are: ${names.join(', ')}`
}

function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  const field = issue?.path.join('.') ?? ''
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    return `Missing required field: ${field}`
  }
  return `${field}: ${issue?.message ?? 'invalid'}`
}
