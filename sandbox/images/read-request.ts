import sharp, { type Sharp } from 'sharp'
import * as z from 'zod'
import { badRequest, ImagesError } from './errors.ts'
import type { ImagesModel } from './model.ts'

/** A request that was understood; pictures as files. */
export type Asked = {
  readonly path: 'generations' | 'edits'
  readonly model: string
  readonly is: ImagesModel
  readonly prompt: string
  readonly width: number
  readonly height: number
  readonly images: readonly Buffer[]
  /** One byte a pixel of the first picture, 255 = edit. */
  readonly cover?: Uint8Array
}

type Models = Readonly<Record<string, ImagesModel>>
type Body = { readonly contentType: string; readonly body: Buffer }

const shared = {
  model: z.string(),
  prompt: z.string().min(1).max(32_000),
  n: z.coerce.number().int().min(1).max(10).default(1),
  size: z.string().regex(/^\d+x\d+$/),
  response_format: z.literal('b64_json').optional(),
}
const generationSchema = z.strictObject(shared)
const editSchema = z.strictObject({
  ...shared,
  image: z.array(z.instanceof(Blob)).min(1).max(16),
  mask: z.instanceof(Blob).optional(),
  mask_image: z.instanceof(Blob).optional(),
})

const maxImageBytes = 50_000_000
const maxMaskBytes = 4_000_000

/** The form of a generation: JSON. @throws {ImagesError} */
export async function readGeneration({ contentType, body }: Body, models: Models): Promise<Asked> {
  if (!contentType.startsWith('application/json')) throw badRequest('Send JSON.')
  const fields = parse(generationSchema, parseJson(body))
  return { ...common(fields, models), path: 'generations', images: [] }
}

/** The form of an edit: a multipart form, its pictures `image` or `image[]`. @throws {ImagesError} */
export async function readEdit({ contentType, body }: Body, models: Models): Promise<Asked> {
  if (!contentType.startsWith('multipart/form-data')) throw badRequest('Send a form.')
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  })
    .formData()
    .catch(() => {
      throw badRequest('The form cannot be read.')
    })
  const {
    image: single,
    'image[]': several,
    ...rest
  } = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]))
  if (single && single.length > 1) throw badRequest('Several pictures are image[].')
  const one = Object.entries(rest).map(([name, values]) => {
    if (values.length > 1) throw badRequest(`${name} was sent twice.`)
    return [name, values[0]]
  })
  const fields = parse(editSchema, { ...Object.fromEntries(one), image: single ?? several })
  const known = common(fields, models)
  if (fields.image.length > known.is.maxImages) throw badRequest('Too many pictures.')
  const images = await Promise.all(fields.image.map(readImage))
  const cover = await readCover(fields, known.is, images[0])
  return { ...known, path: 'edits', images, ...(cover && { cover }) }
}

function common(fields: z.infer<typeof generationSchema>, models: Models) {
  const { model, prompt, size, response_format: format } = fields
  const is = models[model]
  if (!is) throw new ImagesError(404, 'model_not_found', `The model ${model} does not exist.`)
  if (format && !is.takesResponseFormat) {
    throw new ImagesError(400, 'unknown_parameter', "Unknown parameter: 'response_format'.")
  }
  if (/moderated/.test(prompt)) {
    throw new ImagesError(400, 'moderation_blocked', 'Your request was rejected.')
  }
  const [width = 0, height = 0] = size.split('x').map(Number)
  const longer = Math.max(width, height)
  const isLegal =
    width % 16 === 0 &&
    height % 16 === 0 &&
    longer <= 3_840 &&
    longer <= 3 * Math.min(width, height) &&
    width * height >= 65_536
  if (!isLegal) throw badRequest(`Invalid size ${size}.`)
  return { model, is, prompt, width, height }
}

async function readImage(file: Blob): Promise<Buffer> {
  const bytes = Buffer.from(await file.arrayBuffer())
  if (bytes.length > maxImageBytes) throw badRequest('A picture is too large.')
  const { format } = await sharp(bytes)
    .metadata()
    .catch(() => ({ format: undefined }))
  if (format !== 'png' && format !== 'jpeg' && format !== 'webp') {
    throw new ImagesError(400, 'invalid_image_file', 'Invalid image file.')
  }
  return bytes
}

async function readCover(
  fields: z.infer<typeof editSchema>,
  is: ImagesModel,
  image: Buffer | undefined,
): Promise<Uint8Array | undefined> {
  const [name, file] = maskIn(fields, is)
  if (!file) return undefined
  const bytes = Buffer.from(await file.arrayBuffer())
  const [of, to] = [await sharp(bytes).metadata(), await sharp(image).metadata()]
  if (of.format !== 'png' || bytes.length > maxMaskBytes) throw badRequest('The mask is no PNG.')
  if (of.width !== to.width || of.height !== to.height) {
    throw badRequest('The mask must have the size of the image.')
  }
  if (name === 'mask_image') return channelOf(sharp(bytes).greyscale())
  if (of.hasAlpha) return channelOf(sharp(bytes).extractChannel('alpha').negate())
  throw new ImagesError(400, 'invalid_image_file', 'The mask must have an alpha channel.')
}

/** The one mask that a model of its kind reads; another is an unknown field to it. */
function maskIn(
  { mask, mask_image: white }: z.infer<typeof editSchema>,
  is: ImagesModel,
): ['mask' | 'mask_image', Blob | undefined] {
  if (mask && is.mask !== 'ALPHA') throw badRequest("Unknown parameter: 'mask'.")
  if (white && is.mask !== 'WHITE') throw badRequest("Unknown parameter: 'mask_image'.")
  return mask ? ['mask', mask] : ['mask_image', white]
}

async function channelOf(image: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await image.raw({ depth: 'uchar' }).toBuffer())
}

function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badRequest(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw badRequest('We could not parse the JSON body of your request.')
  }
}
