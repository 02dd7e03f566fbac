import type { Raster } from '../engine/raster/raster.ts'
import { shrinkTo } from '../engine/raster/resample.ts'
import { understand } from '../engine/understand.ts'
import { validationError } from '../errors.ts'
import { encodePicture, readPicture } from '../images.ts'
import type { ConverseMessage, ConverseTurn, Model, ModelTools } from './model.ts'
import { judge } from './moderation.ts'

/** What its samples list, by ratio; without one it makes the first. */
const sizes: readonly (readonly [ratio: string, width: number, height: number])[] = [
  ['16:9', 2_704, 1_520],
  ['9:16', 1_520, 2_704],
  ['2:1', 2_880, 1_440],
  ['1:2', 1_440, 2_880],
  ['3:2', 2_496, 1_664],
  ['2:3', 1_664, 2_496],
  ['4:3', 2_352, 1_760],
  ['3:4', 1_760, 2_352],
  ['1:1', 2_048, 2_048],
]

/** An edit has at most so many pixels, in the ratio of the picture. */
const maxEditedPixels = 1_048_576

const asksForImage = /^(create|generate|draw|paint|make)\b/i

/**
 * Amazon Nova 2 Omni, a preview, from AWS's samples of it: one message of words with at most one
 * picture; an answer of a text and a picture, or of a text alone where none was asked for. What it
 * answers to words that it refuses is not documented; here that is a text.
 */
export const nova2Omni: Model = {
  id: 'amazon.nova-2-omni-v1:0',
  name: 'Nova 2 Omni',
  provider: 'Amazon',
  regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  profilePrefix: 'us',
  requestsPerMinute: 100,
  inputs: ['TEXT', 'IMAGE'],
  inferenceTypes: ['INFERENCE_PROFILE'],
  customizations: [],
  published: {},
  isUnlisted: true,
  invoke: async () => {
    throw validationError('This model is called by Converse.')
  },
  intervened: (message) => ({ message }),
  converse,
}

async function converse(message: ConverseMessage, tools: ModelTools): Promise<ConverseTurn> {
  const { texts, images } = message
  const [image, ...more] = images
  if (more.length > 0) throw validationError('This model takes one image.')
  const text = texts.join('\n')
  if (text === '') throw validationError('A message without a text is not supported.')
  const caught = judge(texts, tools.blocked)
  if (caught === 'prompt' || caught === 'input') return said('I cannot help with that.')
  if (caught) return { content: [], stopReason: 'content_filtered' }
  if (!image && !asksForImage.test(text)) return said('What should the image show?')
  const made = image ? await edited(image, text, tools) : await drawn(text, tools)
  const bytes = await encodePicture(made)
  return {
    content: [{ text: 'Here is the image.' }, { image: { format: 'png', source: { bytes } } }],
    stopReason: 'end_turn',
  }
}

function said(text: string): ConverseTurn {
  return { content: [{ text }], stopReason: 'end_turn' }
}

function drawn(text: string, { engine, randomSeed }: ModelTools) {
  const asked = sizes.find(([ratio]) => text.includes(ratio)) ?? sizes[0]
  const [, width = 0, height = 0] = asked ?? []
  return engine.run({ kind: 'scene', width, height, seed: randomSeed(), prompt: { text } })
}

async function edited(image: string, text: string, { engine, randomSeed }: ModelTools) {
  const limits = { formats: ['png', 'jpeg', 'gif', 'webp'] }
  const picture = shrinkTo(await readPicture('image', image, limits), maxEditedPixels)
  const cover = coverOf(text, picture)
  const { what, by } = understand(text)
  const part = cover ? { cover, growPx: 0 } : { words: what, growPx: 2 }
  // Within a place all of the words is what it becomes.
  const words = cover ? (by ?? text) : by
  const prompt = words === undefined ? {} : { prompt: { text: words } }
  return engine.run({ kind: 'edit', picture, part, seed: randomSeed(), ...prompt })
}

/** The place that words name in hundredths of the picture, if they do. */
function coverOf(text: string, { width, height }: Raster): Uint8Array | undefined {
  const shares = text.match(
    /between (\d+)% and (\d+)% of the width and between (\d+)% and (\d+)% of the height/,
  )
  if (!shares) return undefined
  const [left = 0, right = 0, top = 0, bottom = 0] = shares
    .slice(1)
    .map((each) => Number(each) / 100)
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height]
    return x >= left && x < right && y >= top && y < bottom ? 255 : 0
  })
}
