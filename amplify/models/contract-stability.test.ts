import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { findModel } from '#domain/model/catalogue.ts'
import {
  another,
  anotherBase64,
  halfMask,
  picture,
  pictureBase64,
  plainly,
  whiteIn,
} from '../../tests/builders/prepared.ts'
import type { PreparedOperation } from './adapter.ts'
import { chooseAdapter } from './choose-adapter.ts'

/** Bodies by hand, from AWS's pages on the models and image services of Stability AI. Unknown
 * fields are refused there, so each body is compared whole. */

const mask = await halfMask()
const maskBase64 = mask.toString('base64')
const place = { ...plainly, image: picture, mask }
const wide = { ...plainly, size: { widthPx: 1344, heightPx: 768, tier: 'ANY', ratio: '16:9' } }
const words = { prompt: 'a pond', negativePrompt: 'ducks', stylePreset: 'anime' }
const texts = { prompt: 'a pond', negative_prompt: 'ducks', style_preset: 'anime' }
const png = { output_format: 'png' }
const drawn = { ...png, seed: 7 }

const rows: readonly (readonly [model: string, operation: PreparedOperation, body: object])[] = [
  ...['stable-image-core-v1:1', 'stable-image-ultra-v1:1', 'sd3-5-large-v1:0'].flatMap(
    (model) =>
      [
        [
          model,
          {
            ...wide,
            prompt: 'a pond',
            negativePrompt: 'ducks',
            kind: 'TEXT_TO_IMAGE',
            task: 'TEXT_TO_IMAGE',
          },
          { prompt: 'a pond', negative_prompt: 'ducks', aspect_ratio: '16:9', ...drawn },
        ],
        [
          model,
          {
            ...wide,
            prompt: 'a pond',
            kind: 'COLOR_GUIDED',
            task: 'COLOR_GUIDED',
            colors: ['#102030', '#aabbcc'],
          },
          {
            prompt: 'a pond. Colour palette: #102030, #aabbcc.',
            aspect_ratio: '16:9',
            ...drawn,
          },
        ],
      ] as const,
  ),
  ...['sd3-5-large-v1:0', 'stable-image-ultra-v1:1'].map(
    (model) =>
      [
        model,
        { ...plainly, prompt: 'a pond', kind: 'VARIATION', task: 'VARIATION', images: [picture] },
        // Similar by 0.7 is changed by 0.3.
        { mode: 'image-to-image', image: pictureBase64, strength: 0.3, prompt: 'a pond', ...drawn },
      ] as const,
  ),
  [
    'stable-image-inpaint-v1:0',
    { ...place, ...words, kind: 'INPAINT', task: 'INPAINT' },
    { image: pictureBase64, mask: maskBase64, grow_mask: 0, ...texts, ...drawn },
  ],
  [
    'stable-image-inpaint-v1:0',
    { ...place, prompt: 'a beach', kind: 'PRECISE_OUTPAINT', task: 'PRECISE_OUTPAINT' },
    { image: pictureBase64, mask: maskBase64, grow_mask: 0, prompt: 'a beach', ...drawn },
  ],
  [
    'stable-image-erase-object-v1:0',
    { ...place, kind: 'ERASE', task: 'ERASE' },
    { image: pictureBase64, mask: maskBase64, grow_mask: 0, ...drawn },
  ],
  [
    'stable-outpaint-v1:0',
    {
      ...plainly,
      kind: 'OUTPAINT',
      task: 'OUTPAINT',
      form: 'FRAME',
      image: picture,
      frame: { leftPx: 0, rightPx: 2_000, upPx: 1, downPx: 20 },
      edge: 'EXACT',
    },
    { image: pictureBase64, left: 0, right: 2_000, up: 1, down: 20, creativity: 0.5, ...drawn },
  ],
  [
    'stable-outpaint-v1:0',
    {
      ...plainly,
      prompt: 'a pond',
      stylePreset: 'anime',
      kind: 'OUTPAINT',
      task: 'OUTPAINT',
      form: 'FRAME',
      image: picture,
      frame: { leftPx: 5, rightPx: 0, upPx: 0, downPx: 0 },
      edge: 'SEAMLESS',
      creativity: 0.1,
    },
    {
      image: pictureBase64,
      left: 5,
      right: 0,
      up: 0,
      down: 0,
      creativity: 0.1,
      prompt: 'a pond',
      style_preset: 'anime',
      ...drawn,
    },
  ],
  [
    'stable-image-search-replace-v1:0',
    {
      ...plainly,
      ...words,
      kind: 'REPLACE',
      task: 'REPLACE',
      image: picture,
      search: 'the boat',
    },
    { image: pictureBase64, search_prompt: 'the boat', ...texts, ...drawn },
  ],
  [
    'stable-image-search-recolor-v1:0',
    { ...plainly, ...words, kind: 'RECOLOR', task: 'RECOLOR', image: picture, search: 'the boat' },
    { image: pictureBase64, select_prompt: 'the boat', ...texts, ...drawn },
  ],
  [
    'stable-image-remove-background-v1:0',
    { ...plainly, kind: 'REMOVE_BACKGROUND', task: 'REMOVE_BACKGROUND', image: picture },
    { image: pictureBase64, ...png },
  ],
  [
    'stable-image-control-sketch-v1:0',
    {
      ...plainly,
      ...words,
      kind: 'STRUCTURE',
      task: 'STRUCTURE_EDGES',
      guide: 'EDGES',
      image: picture,
      strength: 1,
    },
    { image: pictureBase64, ...texts, control_strength: 1, ...drawn },
  ],
  [
    'stable-image-control-structure-v1:0',
    {
      ...plainly,
      prompt: 'a pond',
      kind: 'STRUCTURE',
      task: 'STRUCTURE_REGIONS',
      guide: 'REGIONS',
      image: picture,
    },
    { image: pictureBase64, prompt: 'a pond', control_strength: 0.7, ...drawn },
  ],
  [
    'stable-image-control-structure-v1:0',
    {
      ...plainly,
      prompt: 'a pond',
      stylePreset: 'anime',
      kind: 'STYLE',
      task: 'STYLE_PRESET_TRANSFER',
      image: picture,
      strength: 0.2,
    },
    {
      image: pictureBase64,
      prompt: 'a pond',
      style_preset: 'anime',
      control_strength: 0.2,
      ...drawn,
    },
  ],
  [
    'stable-image-style-guide-v1:0',
    { ...wide, ...words, kind: 'STYLE', task: 'STYLE_GUIDE', styleImage: another },
    { image: anotherBase64, ...texts, aspect_ratio: '16:9', fidelity: 0.5, ...drawn },
  ],
  [
    'stable-image-style-guide-v1:0',
    {
      ...wide,
      prompt: 'a pond',
      kind: 'COLOR_GUIDED',
      task: 'COLOR_GUIDED_BY_PICTURE',
      colors: ['#102030'],
      image: picture,
    },
    {
      image: pictureBase64,
      prompt: 'a pond. Colour palette: #102030.',
      aspect_ratio: '16:9',
      ...drawn,
    },
  ],
  [
    'stable-style-transfer-v1:0',
    {
      ...plainly,
      negativePrompt: 'ducks',
      kind: 'STYLE',
      task: 'STYLE_TRANSFER',
      image: picture,
      styleImage: another,
    },
    {
      init_image: pictureBase64,
      style_image: anotherBase64,
      negative_prompt: 'ducks',
      style_strength: 1,
      composition_fidelity: 0.9,
      change_strength: 0.9,
      ...drawn,
    },
  ],
  [
    'stable-style-transfer-v1:0',
    {
      ...plainly,
      kind: 'STYLE',
      task: 'STYLE_TRANSFER',
      image: picture,
      styleImage: another,
      strength: 0.5,
      similarity: 0.25,
      creativity: 0.1,
    },
    {
      init_image: pictureBase64,
      style_image: anotherBase64,
      style_strength: 0.5,
      composition_fidelity: 0.25,
      change_strength: 0.1,
      ...drawn,
    },
  ],
  [
    'stable-fast-upscale-v1:0',
    { ...plainly, kind: 'UPSCALE', task: 'UPSCALE_FAST', mode: 'FAST', image: picture },
    { image: pictureBase64, output_format: 'jpeg' },
  ],
  [
    'stable-conservative-upscale-v1:0',
    {
      ...plainly,
      prompt: 'a pond',
      negativePrompt: 'ducks',
      kind: 'UPSCALE',
      task: 'UPSCALE_CONSERVATIVE',
      mode: 'CONSERVATIVE',
      image: picture,
    },
    {
      image: pictureBase64,
      prompt: 'a pond',
      negative_prompt: 'ducks',
      creativity: 0.35,
      output_format: 'jpeg',
      seed: 7,
    },
  ],
  [
    'stable-creative-upscale-v1:0',
    {
      ...plainly,
      ...words,
      kind: 'UPSCALE',
      task: 'UPSCALE_CREATIVE',
      mode: 'CREATIVE',
      image: picture,
    },
    { image: pictureBase64, ...texts, creativity: 0.3, output_format: 'jpeg', seed: 7 },
  ],
]

function callsOf(model: string, operation: PreparedOperation) {
  const card = findModel(`stability.${model}`)
  if (!card) throw new Error(`There is no card of ${model}.`)
  return chooseAdapter(card).requestBodies(operation)
}

test.each(rows)('%s is sent $task as documented', async (model, operation, body) => {
  const seeded = 'seed' in body ? { seed: body.seed } : {}
  expect(await callsOf(model, operation)).toStrictEqual([{ body, count: 1, ...seeded }])
})

test('the rows are of every model, with every task that its card has', () => {
  const done = rows.map(([model, { task }]) => `stability.${model} ${task}`)
  const known = rows.flatMap(([model]) =>
    Object.keys(findModel(`stability.${model}`)?.abilities ?? {}).map(
      (task) => `stability.${model} ${task}`,
    ),
  )
  expect(new Set(rows.map(([model]) => model)).size).toBe(16)
  expect(new Set(done)).toEqual(new Set(known))
})

test('several images are a call each, with the seeds that follow', async () => {
  const operation = { ...place, kind: 'ERASE', task: 'ERASE', count: 3 } as const
  const calls = await callsOf('stable-image-erase-object-v1:0', operation)
  expect(
    calls.map(({ count, seed, body }) => [count, seed, (body as { seed: number }).seed]),
  ).toEqual([7, 8, 9].map((seed) => [1, seed, seed]))
})

test('after the last seed comes 1: 0 would be any', async () => {
  const last = 4_294_967_294
  const operation = { ...place, kind: 'ERASE', task: 'ERASE', count: 2, seed: last } as const
  const calls = await callsOf('stable-image-erase-object-v1:0', operation)
  expect(calls.map(({ seed }) => seed)).toEqual([last, 1])
})

describe('the half-and-half mask', () => {
  test.each([
    ['stable-image-inpaint-v1:0', { ...place, prompt: 'x', kind: 'INPAINT', task: 'INPAINT' }],
    [
      'stable-image-inpaint-v1:0',
      { ...place, prompt: 'x', kind: 'PRECISE_OUTPAINT', task: 'PRECISE_OUTPAINT' },
    ],
    ['stable-image-erase-object-v1:0', { ...place, kind: 'ERASE', task: 'ERASE' }],
  ] as const)('of %s edits the left half, white as in ours', async (model, operation) => {
    const [call] = await callsOf(model, operation)
    const { mask: sent } = z.object({ mask: z.string() }).parse(call?.body)
    expect(await whiteIn(sent)).toBe('1100 1100')
  })
})
