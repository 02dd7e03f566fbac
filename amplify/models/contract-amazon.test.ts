import { describe, expect, test } from 'vitest'
import type { ModelCard } from '#domain/model/card.ts'
import { novaCanvas } from '#domain/model/nova.ts'
import { titanImageGeneratorV2 } from '#domain/model/titan.ts'
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
import { createAmazonAdapter } from './amazon.ts'

/** Bodies by hand, from AWS's pages on Titan's parameters and Nova's requests; cfgScale is the
 * default of each, and a mask's place is held by its name. */

const mask = 'MASK'
const place = { ...plainly, image: picture, mask: await halfMask() }
const titan = { numberOfImages: 1, quality: 'standard', cfgScale: 8, seed: 7 }
const square = { width: 1024, height: 1024 }
const words = { prompt: 'a pond', negativePrompt: 'ducks' }
const texts = { text: 'a pond', negativeText: 'ducks' }

type Row = readonly [name: string, operation: PreparedOperation, body: object]

const rows: readonly Row[] = [
  [
    'words',
    { ...plainly, ...words, kind: 'TEXT_TO_IMAGE', task: 'TEXT_TO_IMAGE' },
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: texts,
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'words alone, for five premium pictures',
    {
      ...plainly,
      kind: 'TEXT_TO_IMAGE',
      task: 'TEXT_TO_IMAGE',
      prompt: 'a pond',
      negativePrompt: '',
      count: 5,
      quality: 'PREMIUM',
      seed: 0,
    },
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: 'a pond' },
      imageGenerationConfig: {
        numberOfImages: 5,
        quality: 'premium',
        cfgScale: 8,
        seed: 0,
        ...square,
      },
    },
  ],
  [
    'an inpaint, without a size: it is the picture’s',
    { ...place, ...words, kind: 'INPAINT', task: 'INPAINT' },
    {
      taskType: 'INPAINTING',
      inPaintingParams: { image: pictureBase64, maskImage: mask, ...texts },
      imageGenerationConfig: titan,
    },
  ],
  [
    'an erase, which is an inpaint without a text',
    { ...place, kind: 'ERASE', task: 'ERASE' },
    {
      taskType: 'INPAINTING',
      inPaintingParams: { image: pictureBase64, maskImage: mask },
      imageGenerationConfig: titan,
    },
  ],
  [
    'an extension that keeps the old edge exactly',
    { ...place, ...words, kind: 'OUTPAINT', task: 'OUTPAINT', form: 'MASK', edge: 'EXACT' },
    {
      taskType: 'OUTPAINTING',
      outPaintingParams: {
        image: pictureBase64,
        maskImage: mask,
        outPaintingMode: 'PRECISE',
        ...texts,
      },
      imageGenerationConfig: titan,
    },
  ],
  [
    'a seamless extension',
    { ...place, ...words, kind: 'OUTPAINT', task: 'OUTPAINT', form: 'MASK', edge: 'SEAMLESS' },
    {
      taskType: 'OUTPAINTING',
      outPaintingParams: {
        image: pictureBase64,
        maskImage: mask,
        outPaintingMode: 'DEFAULT',
        ...texts,
      },
      imageGenerationConfig: titan,
    },
  ],
  [
    'new surroundings',
    { ...place, prompt: 'a beach', kind: 'PRECISE_OUTPAINT', task: 'PRECISE_OUTPAINT' },
    {
      taskType: 'OUTPAINTING',
      outPaintingParams: {
        image: pictureBase64,
        maskImage: mask,
        outPaintingMode: 'PRECISE',
        text: 'a beach',
      },
      imageGenerationConfig: titan,
    },
  ],
  [
    'a variation',
    { ...plainly, kind: 'VARIATION', task: 'VARIATION', images: [picture], similarity: 0.2 },
    {
      taskType: 'IMAGE_VARIATION',
      imageVariationParams: { images: [pictureBase64], similarityStrength: 0.2 },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'a variation of several pictures, with words',
    { ...plainly, ...words, kind: 'VARIATION', task: 'BLEND', images: [picture, another] },
    {
      taskType: 'IMAGE_VARIATION',
      imageVariationParams: {
        images: [pictureBase64, anotherBase64],
        similarityStrength: 0.7,
        ...texts,
      },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'a background to remove, which has no configuration',
    { ...plainly, kind: 'REMOVE_BACKGROUND', task: 'REMOVE_BACKGROUND', image: picture },
    { taskType: 'BACKGROUND_REMOVAL', backgroundRemovalParams: { image: pictureBase64 } },
  ],
  [
    'colours',
    {
      ...plainly,
      ...words,
      kind: 'COLOR_GUIDED',
      task: 'COLOR_GUIDED',
      colors: ['#102030', '#aabbcc'],
    },
    {
      taskType: 'COLOR_GUIDED_GENERATION',
      colorGuidedGenerationParams: { ...texts, colors: ['#102030', '#aabbcc'] },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'colours and a picture',
    {
      ...plainly,
      prompt: 'a pond',
      kind: 'COLOR_GUIDED',
      task: 'COLOR_GUIDED_BY_PICTURE',
      colors: ['#102030'],
      image: picture,
    },
    {
      taskType: 'COLOR_GUIDED_GENERATION',
      colorGuidedGenerationParams: {
        text: 'a pond',
        colors: ['#102030'],
        referenceImage: pictureBase64,
      },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'edges',
    {
      ...plainly,
      ...words,
      kind: 'STRUCTURE',
      task: 'STRUCTURE_EDGES',
      guide: 'EDGES',
      image: picture,
    },
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: {
        ...texts,
        conditionImage: pictureBase64,
        controlMode: 'CANNY_EDGE',
        controlStrength: 0.7,
      },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'regions, followed not at all',
    {
      ...plainly,
      prompt: 'a pond',
      kind: 'STRUCTURE',
      task: 'STRUCTURE_REGIONS',
      guide: 'REGIONS',
      image: picture,
      strength: 0,
    },
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: {
        text: 'a pond',
        conditionImage: pictureBase64,
        controlMode: 'SEGMENTATION',
        controlStrength: 0,
      },
      imageGenerationConfig: { ...titan, ...square },
    },
  ],
  [
    'something to find and replace',
    {
      ...plainly,
      ...words,
      kind: 'REPLACE',
      task: 'REPLACE',
      image: picture,
      search: 'the boat',
    },
    {
      taskType: 'INPAINTING',
      inPaintingParams: { image: pictureBase64, maskPrompt: 'the boat', ...texts },
      imageGenerationConfig: titan,
    },
  ],
  [
    'something to find and recolour',
    {
      ...plainly,
      prompt: 'a red boat',
      kind: 'RECOLOR',
      task: 'RECOLOR',
      image: picture,
      search: 'the boat',
    },
    {
      taskType: 'INPAINTING',
      inPaintingParams: { image: pictureBase64, maskPrompt: 'the boat', text: 'a red boat' },
      imageGenerationConfig: titan,
    },
  ],
]

async function bodyOf(card: ModelCard, operation: PreparedOperation): Promise<unknown> {
  const calls = await createAmazonAdapter(card).requestBodies(operation)
  const seed = operation.kind === 'REMOVE_BACKGROUND' ? undefined : operation.seed
  expect(calls.map((call) => [call.count, call.seed])).toEqual([[operation.count, seed]])
  return calls[0]?.body
}

/** A body with the place of its mask held by a word. */
function withoutMask(body: unknown): unknown {
  const text = JSON.stringify(body, (key, value: unknown) => (key === 'maskImage' ? mask : value))
  return JSON.parse(text)
}

test('the rows are of every task that the cards have, but Nova’s style by name', () => {
  const done = [...new Set(rows.map(([, { task }]) => task))].toSorted()
  expect(Object.keys(titanImageGeneratorV2.abilities).toSorted()).toEqual(done)
  expect(Object.keys(novaCanvas.abilities).toSorted()).toEqual([...done, 'STYLE_PRESET'].toSorted())
})

test.each(rows)('Titan is sent %s', async (_name, operation, body) => {
  expect(withoutMask(await bodyOf(titanImageGeneratorV2, operation))).toEqual(body)
})

test.each(rows)('Nova is sent %s, guided as it does by default', async (_name, operation, body) => {
  const text = JSON.stringify(body).replace('"cfgScale":8', '"cfgScale":6.5')
  expect(withoutMask(await bodyOf(novaCanvas, operation))).toEqual(JSON.parse(text))
})

test('Nova is sent a style by its name', async () => {
  const operation = { ...plainly, prompt: 'a pond', stylePreset: 'DESIGN_SKETCH' }
  const body = {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'a pond', style: 'DESIGN_SKETCH' },
    imageGenerationConfig: { ...titan, cfgScale: 6.5, ...square },
  }
  const drawn = { ...operation, kind: 'TEXT_TO_IMAGE', task: 'TEXT_TO_IMAGE' } as const
  const styled = { ...operation, kind: 'STYLE', task: 'STYLE_PRESET' } as const
  expect(await bodyOf(novaCanvas, drawn)).toEqual(body)
  expect(await bodyOf(novaCanvas, styled)).toEqual(body)
})

test('large images are asked for in as many calls as their answers need, each with a seed', async () => {
  // 2048 × 2032 pixels, of which an answer of 25 MB has room for one.
  const size = { widthPx: 2_048, heightPx: 2_032, tier: '2048' }
  const large = {
    ...plainly,
    ...words,
    size,
    kind: 'TEXT_TO_IMAGE',
    task: 'TEXT_TO_IMAGE',
  } as const
  const last = novaCanvas.abilities.TEXT_TO_IMAGE?.seed?.max ?? 0
  const asked = { ...large, count: 3, seed: last - 1 }
  const calls = await createAmazonAdapter(novaCanvas).requestBodies(asked)
  expect(calls.map(({ count, seed }) => [count, seed])).toEqual([
    [1, last - 1],
    [1, last],
    [1, 0],
  ])
  expect(calls[2]?.body).toMatchObject({
    imageGenerationConfig: { numberOfImages: 1, seed: 0, width: 2_048, height: 2_032 },
  })
})

describe.each([titanImageGeneratorV2, novaCanvas])('the half-and-half mask for $name', (card) => {
  const masked = [
    // Black is edited: the left half, white in ours, goes out black.
    [{ ...place, ...words, kind: 'INPAINT', task: 'INPAINT' }, '0011 0011'],
    [{ ...place, kind: 'ERASE', task: 'ERASE' }, '0011 0011'],
    // White is painted: it goes out as it is.
    [
      { ...place, ...words, kind: 'OUTPAINT', task: 'OUTPAINT', form: 'MASK', edge: 'EXACT' },
      '1100 1100',
    ],
    [{ ...place, ...words, kind: 'PRECISE_OUTPAINT', task: 'PRECISE_OUTPAINT' }, '1100 1100'],
  ] as const satisfies [PreparedOperation, string][]

  test.each(masked)('of $kind edits the left half', async (operation, white) => {
    const body = await bodyOf(card, operation)
    const sent = /"maskImage":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? ''
    expect(await whiteIn(sent)).toBe(white)
  })
})
