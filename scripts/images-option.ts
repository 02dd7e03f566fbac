import type { MaskDialect } from '#domain/model/mask-dialect.ts'

/** What `--images` and the flags beside it say: a server that makes the images, and one model of it. */
export type ImagesOption = {
  readonly url: string
  readonly model: string
  readonly mask: MaskDialect
  /** The name of the environment's variable with its key. */
  readonly key: string | undefined
  readonly dollarsPerImage: number
}

/** As `parseArgs` takes them. */
export const imagesFlags = {
  images: { type: 'string' },
  'images-model': { type: 'string' },
  'images-mask': { type: 'string' },
  'images-key': { type: 'string' },
  'images-price': { type: 'string' },
} as const

type Values = { readonly [Name in keyof typeof imagesFlags]?: string | undefined }

const dialects: Readonly<Record<string, MaskDialect>> = {
  alpha: 'ALPHA',
  white: 'WHITE',
  none: 'NONE',
}

/** Pictures that an instruction may name beside the one that is changed. */
const references = 4

/** OpenAI's own API, whose fields differ from what gateways take. */
const openAiHost = 'api.openai.com'

/**
 * Reads the flags of an endpoint. A key is only read where its variable is named, and a price has to be
 * said of what is not on this machine.
 * @returns `undefined` when none is named
 * @throws Error for what is missing or cannot be
 */
export function readImages(values: Values): ImagesOption | undefined {
  const { images: url, 'images-model': model, 'images-key': key } = values
  if (url === undefined && Object.keys(imagesFlags).every((name) => !(name in values))) {
    return undefined
  }
  if (url === undefined || model === undefined) {
    throw new Error('--images http://127.0.0.1:8000/v1 goes with --images-model NAME.')
  }
  const { isHere, isOpenAi } = placeOf(url)
  const mask = maskBy(values['images-mask'] ?? (isOpenAi ? 'alpha' : 'none'))
  const dollarsPerImage = priceBy(values['images-price'] ?? (isHere ? '0' : undefined))
  return { url, model, mask, key, dollarsPerImage }
}

function placeOf(url: string): { isHere: boolean; isOpenAi: boolean } {
  if (!URL.canParse(url)) throw new Error(`--images takes an address, not ${url}.`)
  const { protocol, hostname } = new URL(url)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere)) {
    throw new Error('--images takes https, or http on this machine.')
  }
  return { isHere, isOpenAi: hostname === openAiHost }
}

function maskBy(named: string): MaskDialect {
  const mask = dialects[named]
  if (mask) return mask
  throw new Error(`--images-mask takes alpha, white or none, not ${named}.`)
}

function priceBy(said: string | undefined): number {
  if (said === undefined) {
    throw new Error('--images-price says what an image costs in dollars, e.g. --images-price 0.04.')
  }
  const dollars = Number(said)
  if (dollars >= 0 && dollars <= 100) return dollars
  throw new Error(`--images-price takes dollars, not ${said}.`)
}

/** The settings of a deployment that has this endpoint, and takes its model before all others. */
export function imagesEnvironment(images: ImagesOption | undefined): Record<string, string> {
  if (!images) return {}
  const { url, model, mask, key, dollarsPerImage } = images
  const { isOpenAi } = placeOf(url)
  const endpoint = {
    name: 'images',
    url,
    key,
    asksForBase64: !isOpenAi,
    models: [
      {
        model,
        mask,
        references,
        priceMicros: Math.round(dollarsPerImage * 1_000_000),
        ...(isOpenAi && { sizes: { minPixels: 655_360, maxPixels: 3_686_400 } }),
      },
    ],
  }
  return {
    REPAINT_IMAGE_ENDPOINTS: JSON.stringify([endpoint]),
    REPAINT_PREFERRED_MODELS: `images:${model},amazon.titan-image-generator-v2:0`,
  }
}

/** The same flags again, for another process. */
export function imagesArguments(images: ImagesOption | undefined): string[] {
  if (!images) return []
  const { url, model, mask, key, dollarsPerImage } = images
  return [
    `--images=${url}`,
    `--images-model=${model}`,
    `--images-mask=${mask.toLowerCase()}`,
    `--images-price=${dollarsPerImage}`,
    ...(key === undefined ? [] : [`--images-key=${key}`]),
  ]
}

/** What a terminal says of who makes the images. */
export function whoPaints(images: ImagesOption | undefined): string {
  if (!images) return 'No AI model is running: a classical stand-in answers.'
  return `Images come from ${images.model} at ${new URL(images.url).origin}; what it cannot do, a classical stand-in does.`
}
