import sharp from 'sharp'
import type { MaskDialect } from '#domain/model/mask-dialect.ts'
import type { ImagesRequest } from './adapter.ts'

export type Written = { readonly contentType: string; readonly body: Buffer }

/** What of a model and its endpoint decides how a request is written. */
export type Dialect = {
  readonly model: string
  readonly mask: MaskDialect
  readonly asksForBase64: boolean
}

/**
 * Writes a request as the protocol has it: JSON for a new picture, a form for an edit, its words
 * before its files. A single picture is `image`, several are `image[]`.
 */
export async function writeRequest(asked: ImagesRequest, dialect: Dialect): Promise<Written> {
  const fields = {
    model: dialect.model,
    prompt: asked.prompt,
    n: 1,
    size: `${asked.widthPx}x${asked.heightPx}`,
    ...(dialect.asksForBase64 && { response_format: 'b64_json' }),
  }
  if (asked.path === '/images/generations') {
    return { contentType: 'application/json', body: Buffer.from(JSON.stringify(fields)) }
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  const name = asked.images.length > 1 ? 'image[]' : 'image'
  for (const [index, image] of asked.images.entries()) {
    form.append(name, fileOf(image), `picture-${index + 1}.${isPng(image) ? 'png' : 'jpg'}`)
  }
  if (asked.mask && dialect.mask === 'ALPHA') {
    form.append('mask', fileOf(await transparentWhereWhite(asked.mask)), 'mask.png')
  }
  if (asked.mask && dialect.mask === 'WHITE') {
    form.append('mask_image', fileOf(asked.mask), 'mask.png')
  }
  const written = new Response(form)
  const body = Buffer.from(await written.arrayBuffer())
  return { contentType: written.headers.get('content-type') ?? '', body }
}

function isPng(image: Buffer): boolean {
  return image[0] === 0x89
}

function fileOf(image: Buffer): Blob {
  return new Blob([new Uint8Array(image)], { type: isPng(image) ? 'image/png' : 'image/jpeg' })
}

/**
 * A mask that OpenAI reads by its transparency, and a server that drops that by its brightness: what
 * is edited is white and transparent, the rest black and opaque.
 */
async function transparentWhereWhite(mask: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(mask).greyscale().raw().toBuffer({ resolveWithObject: true })
  const pixels = Buffer.alloc(data.length * 4)
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0
    pixels.fill(value, at * 4, at * 4 + 3)
    pixels[at * 4 + 3] = 255 - value
  }
  return sharp(pixels, { raw: { width: info.width, height: info.height, channels: 4 } })
    .png()
    .toBuffer()
}
